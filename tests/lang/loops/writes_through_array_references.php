<?php
// Arrays by reference in hot loops: writes, appends, keys that come new, copies that must not see the writes.
function fill(array &$a, int $n) { for ($i = 0; $i < $n; $i++) { $a[] = $i; $a[$i] += $i * 2; } }
function mix(array &$a) { foreach ($a as $k => $v) { $a[$k] = $k % 3 ? $v : $v + 0.5; } }
function named(array &$m, int $n) { for ($i = 0; $i < $n; $i++) { $m['k' . $i % 7] = ($m['k' . $i % 7] ?? 0) + $i; } }
$a = [];
fill($a, 150);
$copy = $a;
mix($a);
var_dump(count($a), array_sum($a), array_sum($copy), $a[3], $a[4]);
$m = ['k0' => 5];
$before = $m;
named($m, 200);
var_dump($m, $before);
class Noisy { function __construct(public int $n) {} function __destruct() { global $freed; $freed++; if ($this->n == 120) { $GLOBALS['list'] = ['gone']; } } }
$freed = 0;
$list = [new Noisy(0)];
$alias = &$list;
function replace(&$list) { for ($i = 1; $i < 200; $i++) { $list[0] = new Noisy($i); } }
replace($list);
var_dump($freed, count($list), $alias === $list, is_object($list[0]));
$x = [[1, 2], [3, 4]];
$r = &$x[1];
for ($i = 0; $i < 100; $i++) { $r[] = $i; $x[0][] = $i; }
$y = $x;
$r[0] = 'changed';
var_dump(count($x[0]), count($x[1]), $y[1][0], $x[1][0]);
function swap(array &$a, int $i, int $j) { $t = $a[$i]; $a[$i] = $a[$j]; $a[$j] = $t; }
$s = range(0, 30);
for ($i = 0; $i < 300; $i++) { swap($s, $i % 31, $i * 7 % 31); }
echo implode(',', $s), "\n";
function nest(array &$p, array &$q) { for ($i = 0; $i < 60; $i++) { $p[0] = $q; $p[] = $q; $p["k$i"] = $q; $p = [$i]; } $p[0] = $q; }
