<?php
// DateTimeZone: names, abbreviations, offsets, transitions.
foreach (['Europe/London', 'UTC', 'EST', 'gmt', '+02:30', '-0330', 'Z', 'America/Port-au-Prince'] as $name) {
    $zone = new DateTimeZone($name);
    echo $zone->getName(), ' ', json_encode($zone), ' ', $zone->getOffset(new DateTime('2024-07-01')), ' ', json_encode($zone->getLocation()), "\n";
}
var_dump(new DateTimeZone('Asia/Tokyo') == new DateTimeZone('Asia/Tokyo'), unserialize(serialize($zone)) == $zone, $zone);
foreach ((new DateTimeZone('Europe/Paris'))->getTransitions(1700000000, 1800000000) as $t) echo json_encode($t), "\n";
echo json_encode((new DateTimeZone('Europe/Paris'))->getTransitions(4102444800, 4120000000)), "\n";
var_dump(timezone_name_from_abbr('CET'), timezone_name_from_abbr('', 3600, 0), timezone_name_from_abbr('', -1, 0));
var_dump(in_array('Europe/Paris', DateTimeZone::listIdentifiers()), DateTimeZone::listIdentifiers(DateTimeZone::PER_COUNTRY, 'NZ'));
var_dump(timezone_abbreviations_list()['edt'][0], @timezone_open('Nowhere'));
var_dump(date_default_timezone_set('Nowhere'), date_default_timezone_get(), ini_get('date.timezone'));
foreach ([0, 700000000, 1720000000] as $time) {
    foreach (['Australia/Lord_Howe', 'Asia/Kolkata', 'America/Sao_Paulo', 'Europe/Dublin'] as $name) {
        echo (new DateTime("@$time"))->setTimezone(new DateTimeZone($name))->format('c T e I'), "\n";
    }
}
