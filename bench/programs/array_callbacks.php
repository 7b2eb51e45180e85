<?php
// closures: array_map, array_filter, array_reduce and usort over lists, n rounds
$n = (int) ($argv[1] ?? 6800);

$numbers = [];
$seed = 17;
for ($i = 0; $i < 1000; $i++) {
    $seed = $seed * 16807 % 2147483647;
    $numbers[] = $seed % 10000;
}
$sum = 0;
for ($round = 0; $round < $n; $round++) {
    $squares = array_map(fn($x) => $x * $x % 9973 + $round, $numbers);
    $odd = array_filter($squares, fn($x) => $x % 2 == 1);
    $sum = ($sum + array_reduce($odd, fn($carry, $x) => ($carry * 3 + $x) % 1000003, $round)) % 1000003;
    $some = array_slice($squares, $round % 500, 100);
    usort($some, fn($a, $b) => $b <=> $a);
    $sum += $some[0] - $some[99];
    $pairs = array_map(fn($a, $b) => $a < $b ? $b - $a : 0, $numbers, $squares);
    $sum += $pairs[$round % 1000];
    array_walk($some, function ($value, $index) use (&$sum) {
        $sum += $value % ($index + 1);
    });
}
echo "array_callbacks $sum\n";
