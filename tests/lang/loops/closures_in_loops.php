<?php
// Closures created and called in hot loops: captures by value and reference, arrow functions, $this, first-class callables.
$t = 0;
for ($i = 0; $i < 300; $i++) {
    $f = fn($x) => $x + $i;
    $g = function ($x) use ($i, &$t) { $t += $i; return $x * $i; };
    $t += $f(1) - $g(2);
}
var_dump($t);
$fs = [];
for ($i = 0; $i < 120; $i++) {
    $fs[] = function () use ($i) { static $calls = 0; return $i + $calls++; };
}
$s = 0;
for ($r = 0; $r < 3; $r++) {
    foreach ($fs as $f) {
        $s += $f();
    }
}
var_dump($s);
class M { private $k = 3; function map(array $a) { return array_map(fn($v) => $v * $this->k, $a); } function each(array $a, callable $f) { foreach ($a as $i => $v) { $this->k = $f($v, $this->k); } return $this->k; } }
$m = new M;
var_dump(array_sum($m->map(range(1, 200))), $m->each(range(1, 200), fn($v, $k) => ($v + $k) % 1009));
$compose = fn($f, $g) => fn($x) => $f($g($x));
$h = fn($x) => $x + 1;
for ($i = 0; $i < 50; $i++) {
    $h = $compose($h, fn($x) => $x + 2);
}
var_dump($h(0));
$len = strlen(...);
$up = 'strtoupper';
$n = 0;
for ($i = 0; $i < 200; $i++) {
    $n += $len("s$i") + strlen($up("x$i"));
}
var_dump($n);
$a = range(1, 300);
usort($a, fn($x, $y) => $y % 17 <=> $x % 17 ?: $x <=> $y);
var_dump($a[0], $a[299], md5(implode(',', $a)));
var_dump(array_reduce(array_filter(array_map(fn($x) => $x * 2, $a), fn($x) => $x % 3 == 0), fn($c, $x) => $c + $x, 0));
$memo = function ($n) use (&$memo, &$cache) { return $cache[$n] ??= $n < 2 ? $n : $memo($n - 1) + $memo($n - 2); };
var_dump($memo(80));
$counter = function () { $n = 0; return function () use (&$n) { return ++$n; }; };
$c1 = $counter();
$c2 = $counter();
for ($i = 0; $i < 200; $i++) {
    $c1();
    $i % 2 && $c2();
}
var_dump($c1(), $c2());
function apply_n(callable $f, $x, $n) { while ($n-- > 0) { $x = $f($x); } return $x; }
var_dump(apply_n(fn($x) => $x * 3 % 1000003, 1, 500), apply_n('abs', -5, 200), apply_n([new M, 'map'], [1], 3));
