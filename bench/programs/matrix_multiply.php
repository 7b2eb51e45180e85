<?php
// numeric: n products of 70 by 70 matrices, as arrays of rows
$n = (int) ($argv[1] ?? 170);

function make(int $size, float $scale): array {
    $m = [];
    for ($i = 0; $i < $size; $i++) {
        for ($j = 0; $j < $size; $j++) {
            $m[$i][$j] = $scale * ($i - $j) * ($i + $j) / $size;
        }
    }
    return $m;
}

function multiply(array $a, array $b): array {
    $size = count($a);
    $columns = [];
    foreach ($b as $i => $row) {
        foreach ($row as $j => $v) {
            $columns[$j][$i] = $v;
        }
    }
    $c = [];
    for ($i = 0; $i < $size; $i++) {
        $row = $a[$i];
        $out = [];
        for ($j = 0; $j < $size; $j++) {
            $column = $columns[$j];
            $sum = 0.0;
            for ($k = 0; $k < $size; $k++) {
                $sum += $row[$k] * $column[$k];
            }
            $out[] = $sum;
        }
        $c[] = $out;
    }
    return $c;
}

$size = 70;
$a = make($size, 0.01);
$total = 0.0;
for ($i = 0; $i < $n; $i++) {
    $c = multiply($a, make($size, 0.02 + $i / 1000));
    $total += $c[$i % $size][$size - 1 - $i % $size] + $c[1][1];
}
printf("matrix_multiply %.6f\n", $total);
