<?php
// Calls that a trace runs through: defaults, by-reference, variadics, recursion, methods, statics, closures.
function add($a, $b = 10) { return $a + $b; }
function clamp(int $v, int $lo, int $hi): int { if ($v < $lo) { return $lo; } if ($v > $hi) { return $hi; } return $v; }
function bump(&$x, $by) { $x += $by; }
function vsum(...$n) { $s = 0; foreach ($n as $v) { $s += $v; } return $s; }
function two($x) { return twice($x) + 1; }
function twice($x) { return add($x, $x); }
function nothing($x) { if ($x > 5) { return; } }
function max_of_three($a, $b, $c) { return max($a, max($b, $c)); }
class V { public $n = 0; static $total = 0; function inc($d = 1) { $this->n += $d; return $this; } static function tally($x) { self::$total += $x; return self::$total; } private function p($x) { return $x * 2; } function viaPrivate($x) { return $this->p($x); } }
$acc = 0;
$v = new V;
$triple = fn($x) => $x * 3;
$offset = 7;
$shift = function ($x) use ($offset) { return $x + $offset; };
$name = 'twice';
for ($i = 0; $i < 400; $i++) {
    $acc += add($i) + add($i, 1) + clamp($i - 200, -50, 50) + two($i) + vsum($i, 1, 2);
    bump($acc, $i);
    $v->inc()->inc(2);
    V::tally($i);
    $acc += $v->viaPrivate($i) - $triple($i) + $shift(1) + $name($i) + max_of_three($i, 50, 100 - $i);
    if (nothing($i) !== null) {
        echo 'never';
    }
}
var_dump($acc, $v->n, V::$total);
function down($n) { return $n == 0 ? 0 : 1 + down($n - 1); }
$d = 0;
for ($i = 0; $i < 150; $i++) {
    $d += down($i % 40);
}
var_dump($d);
function fib($n) { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
var_dump(fib(18));
function args() { return func_num_args() + count(func_get_args()); }
$t = 0;
for ($i = 0; $i < 200; $i++) {
    $t += args($i, $i) + args();
    $t += add(b: $i, a: 1);
    $t += add(...[$i, 2]);
}
var_dump($t);
function with_static($x) { static $calls = 0; $calls++; return $calls * $x; }
$t = 0;
for ($i = 0; $i < 200; $i++) {
    $t += with_static(2);
}
var_dump($t);
