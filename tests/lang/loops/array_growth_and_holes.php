<?php
// Appending, popping, shifting, unsetting and rewriting in hot loops.
$stack = [];
$sum = 0;
for ($i = 0; $i < 1000; $i++) {
    $stack[] = $i;
    if ($i % 3 == 0) {
        $sum += array_pop($stack);
    }
    if ($i % 10 == 9) {
        $sum -= array_shift($stack);
    }
}
var_dump($sum, count($stack), $stack[0], end($stack));
$set = [];
for ($i = 0; $i < 600; $i++) {
    $set[$i % 50] = $i;
    if ($i % 7 == 0) {
        unset($set[$i % 13]);
    }
}
ksort($set);
echo json_encode($set), "\n";
$q = [];
$head = 0;
$out = '';
for ($i = 0; $i < 400; $i++) {
    $q[] = $i;
    if ($i % 2) {
        $out .= $q[$head] % 10;
        unset($q[$head++]);
    }
}
var_dump(count($q), $head, md5($out), array_key_first($q));
$grid = array_fill(0, 20, array_fill(0, 20, 0));
for ($i = 0; $i < 2000; $i++) {
    $grid[$i % 20][$i * 7 % 20] += $i;
    $grid[$i * 3 % 20][0]++;
}
var_dump(array_sum(array_map('array_sum', $grid)), md5(json_encode($grid)));
$copy = $grid;
for ($i = 0; $i < 20; $i++) {
    $copy[$i][$i] = 'c';
}
var_dump($grid[5][5] !== 'c', $copy[5][5]);
$words = [];
foreach (explode(' ', str_repeat('the cat and the dog and the bird ', 40)) as $w) {
    if ($w !== '') {
        $words[$w] = ($words[$w] ?? 0) + 1;
    }
}
arsort($words);
echo json_encode($words), "\n";
$list = range(0, 99);
for ($i = 0; $i < 50; $i++) {
    array_splice($list, $i, 1, ["x$i", "y$i"]);
}
var_dump(count($list), md5(implode(',', $list)));
$u = range(1, 200);
foreach ($u as $k => $v) {
    if ($v % 3) {
        unset($u[$k]);
    }
}
var_dump(count($u), array_sum($u));
$undefined_reads = 0;
for ($i = 0; $i < 200; $i++) {
    $undefined_reads += isset($u[$i]) ? 0 : 1;
    $undefined_reads += empty($u[$i]['deep']) ? 1 : 0;
}
var_dump($undefined_reads);
