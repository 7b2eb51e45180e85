<?php
function fact($n) { return $n <= 1 ? 1 : $n * fact($n - 1); }
function fibo(int $n): int { return $n < 2 ? $n : fibo($n - 1) + fibo($n - 2); }
function ack($m, $n) { return $m == 0 ? $n + 1 : ($n == 0 ? ack($m - 1, 1) : ack($m - 1, ack($m, $n - 1))); }
function even($n) { return $n == 0 ? true : odd($n - 1); }
function odd($n) { return $n == 0 ? false : even($n - 1); }
function depth($n) { return $n == 0 ? 0 : 1 + depth($n - 1); }
function hanoi($n, $a, $b, $c, &$moves) { if ($n) { hanoi($n - 1, $a, $c, $b, $moves); $moves++; hanoi($n - 1, $c, $b, $a, $moves); } }
function flatten(array $a) { $r = []; foreach ($a as $v) { is_array($v) ? $r = [...$r, ...flatten($v)] : $r[] = $v; } return $r; }
function permute($items, $done = []) { if (!$items) { return [implode('', $done)]; } $all = []; foreach ($items as $i => $item) { $rest = $items; unset($rest[$i]); array_push($all, ...permute($rest, [...$done, $item])); } return $all; }
echo fact(20), ' ', fact(21), ' ', fibo(20), ' ', ack(2, 9), ' ', var_export(even(101), true), ' ', depth(20000), "\n";
$moves = 0;
hanoi(10, 'a', 'b', 'c', $moves);
echo $moves, ' ', json_encode(flatten([1, [2, [3, [4]], 5]])), ' ', implode(' ', permute(['a', 'b', 'c'])), "\n";
$fix = fn($f) => fn($x) => $f($f, $x);
$sum = $fix(fn($self, $n) => $n ? $n + $self($self, $n - 1) : 0);
echo $sum(100), "\n";
$fib = function ($n) use (&$fib) { return $n < 2 ? $n : $fib($n - 1) + $fib($n - 2); };
echo $fib(15), "\n";
class Node { public $kids = []; function __construct(public $v) {} function total() { $t = $this->v; foreach ($this->kids as $k) { $t += $k->total(); } return $t; } }
function build($d) { $n = new Node($d); if ($d) { $n->kids = [build($d - 1), build($d - 1)]; } return $n; }
echo build(8)->total(), "\n";
