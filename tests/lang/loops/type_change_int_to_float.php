<?php
// The accumulator becomes a float in the middle of a hot loop.
$sum = 0;
for ($i = 0; $i < 500; $i++) {
    $sum += $i == 300 ? 0.5 : $i;
}
var_dump($sum);
function total(array $list) {
    $t = 0;
    foreach ($list as $v) {
        $t += $v;
    }
    return $t;
}
var_dump(total(range(1, 200)), total(array_merge(range(1, 200), [0.25], range(1, 50))), total(range(0.5, 100.5)), total(array_fill(0, 300, '2')), total([1, '2.5', true, null]));
for ($x = 0, $i = 0; $i < 400; $i++) {
    $x = $i % 2 ? $x + 1 : $x + 1.0;
}
var_dump($x);
for ($v = 1, $i = 0; $i < 300; $i++) {
    $v = match (true) { is_int($v) => $v + 0.5, is_float($v) => (string) $v, is_string($v) => strlen($v), default => 0 };
}
var_dump($v);
