<?php
// Hot recursion: direct, mutual, through methods and closures, with arrays by reference.
function fib($n) { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
function tak($x, $y, $z) { return $y >= $x ? $z : tak(tak($x - 1, $y, $z), tak($y - 1, $z, $x), tak($z - 1, $x, $y)); }
function is_even($n) { return $n == 0 || is_odd($n - 1); }
function is_odd($n) { return $n != 0 && is_even($n - 1); }
function qsort(array $a) { if (count($a) < 2) { return $a; } $p = array_shift($a); $l = $r = []; foreach ($a as $v) { if ($v < $p) { $l[] = $v; } else { $r[] = $v; } } return [...qsort($l), $p, ...qsort($r)]; }
function place(int $row, int $n, array &$cols, array &$d1, array &$d2): int { if ($row == $n) { return 1; } $c = 0; for ($i = 0; $i < $n; $i++) { if (isset($cols[$i]) || isset($d1[$row + $i]) || isset($d2[$row - $i])) { continue; } $cols[$i] = $d1[$row + $i] = $d2[$row - $i] = true; $c += place($row + 1, $n, $cols, $d1, $d2); unset($cols[$i], $d1[$row + $i], $d2[$row - $i]); } return $c; }
var_dump(fib(20), tak(10, 5, 2), is_even(300), is_odd(300));
$seed = 7;
$list = [];
for ($i = 0; $i < 300; $i++) {
    $seed = $seed * 1103515245 + 12345 & 0x7FFFFFFF;
    $list[] = $seed % 1000;
}
$sorted = $list;
sort($sorted);
var_dump(qsort($list) === $sorted);
$c = $d = $e = [];
var_dump(place(0, 6, $c, $d, $e));
class Tree { public ?Tree $l = null; public ?Tree $r = null; function __construct(public int $v) {} function insert(int $v): void { if ($v < $this->v) { if ($this->l) { $this->l->insert($v); } else { $this->l = new Tree($v); } } else { if ($this->r) { $this->r->insert($v); } else { $this->r = new Tree($v); } } } function sum(): int { return $this->v + ($this->l?->sum() ?? 0) + ($this->r?->sum() ?? 0); } function depth(): int { return 1 + max($this->l ? $this->l->depth() : 0, $this->r ? $this->r->depth() : 0); } }
$t = new Tree(500);
foreach ($list as $v) {
    $t->insert($v);
}
var_dump($t->sum() == array_sum($list) + 500, $t->depth());
function gcd($a, $b) { return $b ? gcd($b, $a % $b) : $a; }
$g = 0;
for ($i = 1; $i < 200; $i++) {
    $g += gcd($i * 12, 360);
}
var_dump($g);
function deep($n) { if ($n == 0) { return 'bottom'; } $x = deep($n - 1); return $x; }
var_dump(deep(15000));
function perms(array $a, int $k, int &$count): void { if ($k == count($a)) { $count += $a[0] * $a[1]; return; } for ($i = $k; $i < count($a); $i++) { [$a[$k], $a[$i]] = [$a[$i], $a[$k]]; perms($a, $k + 1, $count); [$a[$k], $a[$i]] = [$a[$i], $a[$k]]; } }
$count = 0;
perms([1, 2, 3, 4, 5, 6], 0, $count);
var_dump($count);
