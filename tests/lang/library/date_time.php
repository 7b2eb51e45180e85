<?php
// DateTime and DateTimeImmutable: reading, changing, comparing, showing, storing.
date_default_timezone_set('Europe/Paris');
$d = new DateTime('2024-03-31 01:30:00.25');
var_dump($d);
echo $d->modify('+1 hour')->format(DATE_ATOM), "\n";
$e = new DateTimeImmutable('2024-12-25 10:11:12.123456', new DateTimeZone('America/New_York'));
print_r($e);
var_export($e);
echo "\n", json_encode($e), "\n", serialize($e), "\n";
var_dump(unserialize(serialize($e)) == $e, $d < $e, $e > $d, $d == clone $d, $d <=> $e, (array) $e, get_object_vars($e));
var_dump($e == DateTimeImmutable::__set_state((array) $e));
echo $e->format('d D j l N S w z W F m M n t L o Y y a A B g G h H i s u v e I O P p T Z c r U \Y\\\\ x X'), "\n";
echo $e->setTimezone(new DateTimeZone('+05:30'))->format('c e T'), "\n";
echo $e->setDate(2020, 14, -3)->setTime(25, 61, 61, 5)->format('c u'), "\n";
echo $e->setISODate(2020, 53, 7)->format('c'), ' ', $e->setTimestamp(86399)->format('c u'), "\n";
echo $e->getOffset(), ' ', $e->getTimestamp(), ' ', $e->getTimezone()->getName(), "\n";
foreach (['first monday of january 2025', 'last day of next month', '+1 week 2 days', 'tomorrow noon', 'last friday of next month',
    'monday next week', '-2 weekdays', '+7 weekdays', 'saturday', '-1 month', '2024W101', '00:30', '+1500000 usec'] as $text) {
    echo $text, ': ', $e->modify($text)->format('D Y-m-d H:i:s.u'), "\n";
}
// Clocks that go forward and back.
foreach (['2024-03-31 02:30', '2024-10-27 02:30', '2024-10-27 02:30 Europe/Paris', '2024-10-27 01:30 +2 hours'] as $text) {
    echo $text, ' ', (new DateTime($text))->format('c T'), "\n";
}
$back = (new DateTime('@1729989000'))->setTimezone(new DateTimeZone('Europe/Paris'));
for ($i = 0; $i < 4; ++$i) {
    echo $back->format('c T'), ' ';
    $back->add(new DateInterval('PT30M'));
}
echo "\n";

var_dump(DateTime::createFromFormat('Y-m-d|', '2024-02-30'), DateTime::getLastErrors());
var_dump(DateTime::createFromFormat('Y-m-d', 'xx'), DateTimeImmutable::getLastErrors());
class Dated extends DateTime {
    public $x = 1;
    protected $y = [2];
    function __construct() { parent::__construct('2000-01-01'); }
}
var_dump(new Dated, unserialize(serialize(new Dated)));
var_export(new Dated);
echo "\n", get_class(Dated::createFromFormat('Y', '2001')), ' ', get_class(Dated::createFromInterface($e)), "\n";
echo DateTime::createFromImmutable($e)->format('c'), ' ', DateTimeImmutable::createFromMutable($d)->format('c'), "\n";
echo date_format(date_add(date_create('2024-01-31'), date_interval_create_from_date_string('1 month')), 'c'), "\n";
var_dump(date_create('nonsense'), mktime(1, 2, 3, 4, 5, 2006), gmmktime(1, 2, 3, 4, 5, 6), idate('y', 86400 * 365), checkdate(2, 29, 2023));
print_r(getdate(86400));
echo json_encode(localtime(0, true)), "\n";
