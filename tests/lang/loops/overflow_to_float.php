<?php
// Integer arithmetic leaves the int range inside a loop that was compiled for ints.
$a = 1;
for ($i = 0; $i < 100; $i++) {
    $a += $a;
    if ($i > 60 && $i < 66) {
        var_dump($a);
    }
}
var_dump($a);
$b = PHP_INT_MAX - 150;
for ($i = 0; $i < 300; $i++) {
    $b++;
}
var_dump($b);
$c = PHP_INT_MIN + 150;
for ($i = 0; $i < 300; $i++) {
    --$c;
}
var_dump($c);
$d = 3;
for ($i = 0; $i < 200; $i++) {
    $d = $d * 3;
}
var_dump($d);
$e = 7;
for ($i = 0; $i < 300; $i++) {
    $e = ($e * 31 + $i) & 0xFFFFFFFF;
}
var_dump($e);
function mulmod($n) { $h = 5381; for ($i = 0; $i < $n; $i++) { $h = ($h * 33) % 1000000007; } return $h; }
var_dump(mulmod(1000));
$f = -1;
for ($i = 0; $i < 130; $i++) {
    $f -= PHP_INT_MAX >> 3;
}
var_dump($f);
$n = 0;
for ($i = PHP_INT_MAX - 5; $i <= PHP_INT_MAX; $i++) {
    if (++$n > 120) {
        break;
    }
}
var_dump($n, $i);
$neg = 0;
for ($i = 0; $i < 200; $i++) {
    $neg = -($i == 150 ? PHP_INT_MIN : $i);
    if (is_float($neg)) {
        var_dump($neg);
    }
}
$s = 1;
for ($i = 0; $i < 200; $i++) {
    $s = 1 << $i;
    $s ^= $i;
}
var_dump($s);
