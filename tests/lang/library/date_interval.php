<?php
// DateInterval and DatePeriod: durations, differences across changes of the clock, dates in a row.
date_default_timezone_set('America/New_York');
foreach (['P1Y2M10DT2H30M', 'P1W2D', 'PT36H', 'P0001-02-03T04:05:06', 'P'] as $text) {
    try {
        echo $text, ' ', (new DateInterval($text))->format('%Y-%M-%D %H:%I:%S %y %m %d %h %i %s %f %F %R%r %a %% %x'), "\n";
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
$i = new DateInterval('P1DT2H');
$i->d = 5;
$i->f = 0.5;
$i->invert = 1;
var_dump($i, isset($i->h), $i->days, unserialize(serialize($i)));
var_export($i);
echo "\n", json_encode($i), "\n";
$words = DateInterval::createFromDateString('3 days ago + 2 hours');
var_dump($words, $words->d, $words->h);
$pairs = [['2024-01-31', '2024-03-01'], ['2024-03-01', '2024-01-31'], ['2023-02-28 23:59:59.9', '2024-02-29 00:00:00.1'],
    ['2024-03-09 12:00', '2024-03-10 12:00'], ['2024-03-10 00:00', '2024-03-10 12:00'], ['2024-11-02 12:00', '2024-11-03 12:00'],
    ['2024-11-03 00:00', '2024-11-03 04:00'], ['2024-11-02 04:30', '2024-11-03 03:30'], ['2000-01-01 UTC', '2024-06-15 12:34:56 Asia/Tokyo']];
foreach ($pairs as [$from, $to]) {
    $a = new DateTimeImmutable($from);
    $b = new DateTimeImmutable($to);
    $diff = $a->diff($b);
    echo $from, ' - ', $to, ': ', $diff->format('%R %y %m %d %h %i %s %F %a'), ' ', $a->add($diff)->format('c'), ' ', $b->sub($diff)->format('c'), "\n";
}
$start = new DateTimeImmutable('2024-01-01');
foreach ([[4, 0], [4, DatePeriod::EXCLUDE_START_DATE], [new DateTime('2024-01-04'), 0], [new DateTime('2024-01-04'), 2], [3, 3]] as [$end, $options]) {
    $period = new DatePeriod($start, new DateInterval('P1D'), $end, $options);
    echo $period->recurrences, ' ', json_encode($period->getRecurrences()), ': ';
    foreach ($period as $k => $date) echo $k, '=>', $date->format('d'), ' ';
    echo get_class($period->getStartDate()), ' ', $period->getEndDate()?->format('d'), ' ', $period->getDateInterval()->d, "\n";
}
echo json_encode($period), "\n", serialize($period), "\n";
foreach (new DatePeriod($start, DateInterval::createFromDateString('last thursday of next month'), 3) as $date) echo $date->format('Y-m-d '), '';
try {
    $period->start = null;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
