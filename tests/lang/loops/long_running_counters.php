<?php
// Loops of many iterations with little in them: hoisting, interrupt checks, unrolling.
for ($i = 0; $i < 1000000; $i++) {
}
var_dump($i);
$n = 0;
while ($n < 300000) {
    $n += 3;
}
var_dump($n);
$s = 0;
for ($i = 0; $i < 200000; ++$i) {
    $s = ($s + $i * $i) & 0x7FFFFFFF;
}
var_dump($s);
$limit = 100000;
$k = 0;
do {
    $k++;
    $limit--;
} while ($k < $limit);
var_dump($k, $limit);
function countdown($n) { while ($n-- > 0) { } return $n; }
var_dump(countdown(100000));
$x = 0.0;
for ($i = 1; $i <= 100000; $i++) {
    $x += 1 / $i;
}
var_dump(round($x, 9));
$arr = range(0, 999);
$t = 0;
for ($r = 0; $r < 100; $r++) {
    for ($i = 0; $i < 1000; $i++) {
        $t += $arr[$i] * ($r & 1);
    }
}
var_dump($t);
$str = str_repeat('ab', 5000);
$c = 0;
for ($i = 0, $l = strlen($str); $i < $l; $i++) {
    $c += $str[$i] == 'a' ? 1 : 2;
}
var_dump($c);
const STEP = 2;
class Lim { const MAX = 50000; }
for ($i = 0; $i < Lim::MAX; $i += STEP) {
}
var_dump($i);
$a = 1;
$b = 0;
for ($i = 0; $i < 90; $i++) {
    [$a, $b] = [$a + $b, $a];
}
var_dump($a, $b);
