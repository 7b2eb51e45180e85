<?php
// Calendars, date formats, messages, breaks and resources of intl work together, in methods and functions.
date_default_timezone_set('Europe/Paris');
$c = IntlCalendar::createInstance('Europe/Paris', 'en_US');
$c->clear();
$c->setDateTime(2024, 1, 29, 12, 30, 0);
echo $c->toDateTime()->format('c'), ' ', $c->get(IntlCalendar::FIELD_DAY_OF_WEEK), "\n";
$c->add(IntlCalendar::FIELD_YEAR, 1);
echo $c->toDateTime()->format('Y-m-d'), ' ', intlcal_get_actual_maximum($c, IntlCalendar::FIELD_DAY_OF_MONTH), "\n";
$f = new IntlDateFormatter('fr_FR', IntlDateFormatter::FULL, IntlDateFormatter::NONE, 'UTC');
echo $f->format(0), "\n";
$f->setPattern('yyyy-MM-dd HH:mm');
var_dump($f->parse('2024-02-29 10:00'));
echo datefmt_format_object(new DateTime('2024-02-29 10:00:00 UTC'), 'EEEE d', 'de_DE'), "\n";
echo MessageFormatter::formatMessage('en_US', '{n, plural, =0 {none} one {# file} other {# files}} in {where}',
    ['n' => 1234, 'where' => 'here']), "\n";
try {
    new MessageFormatter('en_US', '{n');
} catch (IntlException $e) {
    echo $e->getMessage(), "\n";
}
$b = IntlBreakIterator::createWordInstance('en_US');
$b->setText('One två 3');
echo implode('|', iterator_to_array($b->getPartsIterator())), ' ', implode(',', iterator_to_array($b)), "\n";
$z = IntlTimeZone::createTimeZone('GMT+01:30');
echo $z->getRawOffset(), ' ', $z->toDateTimeZone()->getName(), ' ', IntlTimeZone::getCanonicalID('Portugal'), "\n";
echo ResourceBundle::create('de_DE', 'ICUDATA-region')['Countries']['DE'], "\n";
echo IntlChar::charName('é'), ' ', IntlChar::toupper('ß'), ' ', IntlChar::ord('€'), "\n";
echo UConverter::transcode("caf\xe9", 'UTF-8', 'ISO-8859-1'), "\n";
class Unmade extends IntlCalendar {
    public function __construct() {}
}
try {
    (new Unmade)->getTime();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
class Typed {
    public string $s = '';
}
$t = new Typed;
IntlTimeZone::createTimeZone('Europe/Paris')->getOffset(0.0, false, $t->s, $dst);
var_dump($t->s, $dst);
