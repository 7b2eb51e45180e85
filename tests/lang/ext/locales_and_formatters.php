<?php
// Transliterator, Collator, NumberFormatter and Locale over ICU.
$t = Transliterator::create('Any-Latin; Latin-ASCII; Lower()');
var_dump($t->id, $t->transliterate('Ünïcödé Ελλάδα'), transliterator_transliterate('Any-Upper', 'straße'), $t->transliterate('ABCDEF', 2, 4));
var_dump(Transliterator::create('No-Such-Thing'), intl_get_error_code(), intl_get_error_message());
$rules = Transliterator::createFromRules('a > x; b <> y;');
var_dump($rules->transliterate('aabb'), $rules->createInverse()?->transliterate('yy'), count(Transliterator::listIDs()) > 100);
try { $t->transliterate('abc', -1); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
$c = new Collator('de_DE');
$words = ['zebra', 'Äpfel', 'apfel', 'Zoo', 'b10', 'b9'];
$c->sort($words);
echo implode(' ', $words), "\n";
$c->setAttribute(Collator::NUMERIC_COLLATION, Collator::ON);
$keyed = ['x' => 'b10', 'y' => 'b9', 'z' => 'a'];
collator_asort($c, $keyed);
var_dump($keyed, $c->compare('a', 'b'), $c->compare('b', 'a'), $c->getStrength(), $c->getLocale(Locale::VALID_LOCALE), bin2hex($c->getSortKey('abc')));
$c->setStrength(Collator::PRIMARY);
var_dump($c->compare('a', 'Á'), $c->getAttribute(Collator::NUMERIC_COLLATION) === Collator::ON);
$mixed = ['10', 9, 'x', 2.5];
(new Collator('en'))->sort($mixed);
echo json_encode($mixed), "\n";
foreach (['en_US', 'de_DE', 'fr_FR', 'hi_IN'] as $locale) {
    $f = new NumberFormatter($locale, NumberFormatter::DECIMAL);
    echo $f->format(1234567.891), ' ', $f->format(-12), ' ', NumberFormatter::create($locale, NumberFormatter::CURRENCY)->formatCurrency(1234.5, 'EUR'), ' ',
        (new NumberFormatter($locale, NumberFormatter::PERCENT))->format(0.256), ' ', (new NumberFormatter($locale, NumberFormatter::SPELLOUT))->format(42), "\n";
}
$f = new NumberFormatter('en_US', NumberFormatter::PATTERN_DECIMAL, '#,##0.00');
$f->setAttribute(NumberFormatter::ROUNDING_MODE, NumberFormatter::ROUND_HALFUP);
$f->setSymbol(NumberFormatter::DECIMAL_SEPARATOR_SYMBOL, '!');
var_dump($f->format(3.14159), $f->getPattern(), $f->getAttribute(NumberFormatter::MAX_FRACTION_DIGITS), $f->getSymbol(NumberFormatter::GROUPING_SEPARATOR_SYMBOL), $f->getTextAttribute(NumberFormatter::NEGATIVE_PREFIX));
$f = new NumberFormatter('de_DE', NumberFormatter::DECIMAL);
$at = 0;
var_dump($f->parse('1.234,5 km', NumberFormatter::TYPE_DOUBLE, $at), $at, $f->parse('77', NumberFormatter::TYPE_INT64), $f->parse('nothing'), $f->getErrorCode(), $f->getErrorMessage());
var_dump(Locale::parseLocale('zh-Hans-CN-x-priv'), locale_get_display_name('de_AT', 'en'), Locale::getDisplayLanguage('fr', 'de'), Locale::getDisplayRegion('pt_BR', 'en'));
var_dump(Locale::getPrimaryLanguage('en_US'), Locale::getRegion('en_US'), Locale::getScript('sr_Latn_RS'), Locale::canonicalize('en-us'), Locale::getKeywords('de@currency=EUR;collation=phonebook'));
var_dump(Locale::composeLocale(['language' => 'en', 'script' => 'Hant', 'region' => 'TW', 'variant0' => 'x1', 'private0' => 'p']), Locale::filterMatches('de-DE', 'de_DE'), Locale::filterMatches('de-DE', 'de'), Locale::filterMatches('de', 'fr'));
var_dump(Locale::lookup(['de-DEVA', 'de-DE', 'de'], 'de-DE-1996', false, 'en_US'), Locale::setDefault('fr_CA'), Locale::getDefault());
