<?php
function inc(&$x) { $x++; return $x; }
function add(array &$a, int $v) { $a[] = $v; return count($a); }
function swap(&$a, &$b) { $t = $a; $a = $b; $b = $t; }
function opt($v, &$n = 5) { $n = $n + $v; return $n; }
function typed(int &$i, ?string &$s = null) { $i += 2; $s = "s$i"; }
function undef(&$u) { $u = ($u ?? 0) + 1; return $u; }
class C { public $p = 1; private array $l = []; function push(&$v) { $this->l[] = &$v; $v .= 'x'; return count($this->l); } function walk(array &$a, callable $f) { foreach ($a as $k => &$v) $f($v, $k); unset($v); } function clear() { $this->l = []; } }
function run($n) { $c = new C; $t = 0; $arr = []; $s = 'a'; $q = 1; $w = 2; $k = 0;
  for ($i = 0; $i < $n; $i++) { inc($t); $y = $i; inc($y); $t += $y; add($arr, $i); if (count($arr) > 20) $arr = []; swap($q, $w); $z = opt($i, $k); typed($k, $str); undef($fresh); if ($i % 3 == 0) unset($fresh); $str2 = $s; $c->push($str2); if ($i % 10 == 0) { $c->clear(); } $m = [3, 1, 2]; sort($m); $t += array_pop($m) + count($m); preg_match('/(\d+)/', "n$i", $mm); $t += (int)$mm[1]; }
  return [$t, count($arr), $q, $w, $k, $str, $fresh ?? 'none', $str2, $z]; }
echo json_encode(run(500)), "\n";
$c = new C; $a = [1, 2, 3]; for ($i = 0; $i < 200; $i++) { $c->walk($a, function (&$v, $k) use ($i) { $v = ($v + $k + $i) % 1000; }); } echo json_encode($a), "\n";
function rec(array &$out, $n) { if ($n > 0) { $out[] = $n; rec($out, $n - 1); rec($out, $n - 2); } }
for ($i = 0; $i < 12; $i++) { $out = []; rec($out, $i); } echo md5(json_encode($out)), count($out), "\n";
try { for ($i = 0; $i < 300; $i++) { $v = $i < 250 ? $i : "str"; typed($v); } } catch (TypeError $e) { echo $e->getMessage() === '' ? 'e' : 'TypeError', $i, "\n"; }
$g = 1; function globx() { global $g; inc($g); return $g; } for ($i = 0; $i < 300; $i++) { inc($g); globx(); } echo $g, "\n";
