<?php
// Inner loops of constant, growing and zero length; breaks and continues over two levels.
$count = 0;
for ($i = 0; $i < 60; $i++) {
    for ($j = 0; $j < $i; $j++) {
        for ($k = 0; $k < 3; $k++) {
            $count += $i ^ $j ^ $k;
        }
    }
}
echo $count, "\n";
$pairs = 0;
for ($i = 1; $i < 200; $i++) {
    for ($j = 1; $j < 200; $j++) {
        if ($i * $j > 1000) {
            continue 2;
        }
        if ($i + $j == 333) {
            break 2;
        }
        $pairs++;
    }
}
echo $pairs, ' ', $i, ' ', $j, "\n";
$m = [];
for ($y = 0; $y < 30; $y++) {
    $row = [];
    for ($x = 0; $x < 30; $x++) {
        $row[] = $x * $y % 7;
    }
    $m[] = $row;
}
$t = 0;
foreach ($m as $y => $row) {
    foreach ($row as $x => $v) {
        $t += $v * ($x - $y);
    }
}
echo $t, "\n";
$primes = [];
for ($n = 2; count($primes) < 100; $n++) {
    foreach ($primes as $p) {
        if ($p * $p > $n) {
            break;
        }
        if ($n % $p == 0) {
            continue 2;
        }
    }
    $primes[] = $n;
}
echo end($primes), ' ', array_sum($primes), "\n";
$i = 0;
$steps = 0;
while ($i < 100) {
    $j = $i;
    while ($j > 1) {
        $j = $j % 2 ? 3 * $j + 1 : $j >> 1;
        if (++$steps > 100000) {
            break 2;
        }
    }
    $i++;
}
echo $steps, "\n";
do {
    $z = 0;
    do {
        $z += 3;
    } while ($z < 50);
    $i--;
} while ($i > 0);
echo $z, $i, "\n";
