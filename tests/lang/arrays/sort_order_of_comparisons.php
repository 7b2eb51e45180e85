<?php
// Sorts compare in PHP's order: callbacks see it, and with values of mixed types the result depends on it.
mt_srand(3);
foreach ([2, 3, 4, 5, 6, 7, 9, 16, 17, 33, 100, 1500] as $count) {
    for ($range = 3; $range <= 3000; $range *= 30) {
        $values = [];
        for ($i = 0; $i < $count; $i++) $values[] = mt_rand(0, $range);
        $log = '';
        usort($values, function ($x, $y) use (&$log) {
            $log .= "$x,$y ";
            return $x <=> $y;
        });
        echo $count, ' ', $range, ' ', $count < 6 ? $log : md5($log), "\n";
    }
}
$pool = [1, '1', 1.5, 'abc', '10', '9a', true, false, null, '', 0, -3, 'x', [1], [], '1e1', 10, '0'];
$all = '';
for ($round = 0; $round < 200; $round++) {
    $values = [];
    for ($i = mt_rand(2, 60); $i > 0; $i--) $values[] = $pool[mt_rand(0, count($pool) - 1)];
    $results = [$values, $values, $values, $values, array_unique($values, SORT_REGULAR), $values, array_reverse($values)];
    sort($results[0]);
    asort($results[1]);
    rsort($results[2]);
    arsort($results[3]);
    array_multisort($results[5], $results[6]);
    $all .= serialize($results);
}
echo md5($all), "\n";
