<?php
namespace App;
class Tok { public $v; public ?Tok $next = null; function __construct($v) { $this->v = $v; } function isA($s) { return strpos($this->v, $s) !== false && is_object($this) && !is_array($this->v); } }
function find($h, $n) { $p = strpos($h, $n); if ($p === false) return -1; return $p; }
function pieces($s) { $r = 0; foreach (explode(',', $s) as $x) { $r += strlen(trim($x)); $r += in_array($x, ['a', 'b', 'c']) ? 1 : 0; $r += in_array($x, ['a', 'b'], true) ? 10 : 0; $r += array_search($x, ['k' => 'a', 'l' => ' b']) === 'k' ? 100 : 0; } return $r; }
function keys($a, $k) { return (array_key_exists($k, $a) ? 'y' : 'n') . count(array_keys($a)) . gettype($a[$k] ?? null) . implode('|', array_merge($a, [1])) ; }
function str($s, $i) { return str_replace('a', 'b', $s) . strtr($s, 'ab', 'ba') . strtolower($s) . ucfirst($s) . str_repeat('-', $i % 3) . rtrim($s, 'bc') . substr_count($s, 'a') . (is_numeric($s) ? 'N' : 's') . (is_numeric($i) ? 'N' : 's') . (str_contains($s, 'a') ? 1 : 0); }
$o = new Tok('foo bar');
$t = 0; $out = [];
for ($i = 0; $i < 400; $i++) {
  $o->v = $i % 7 ? "foo bar$i" : "baz";
  if ($o->isA('bar')) $t++;
  $t += find("hello$i", (string)($i % 10)) + pieces('a, b,c' . ($i % 5 ? ',a' : ''));
  $k = keys($i % 3 ? ['a' => 1, 'b' => 's'] : [1.5, null, 'a' => false] , $i % 2 ? 'a' : 0);
  $out[md5($k . str($i % 2 ? "abc$i" : "$i", $i))] = $i;
  $m = method_exists($o, 'isA') . property_exists($o, 'v') . property_exists($o, 'zz') . spl_object_id($o);
  $x = current([$i, 2]); $y = array_values(['x' => $i])[0]; $z = array_slice([1, $i, 3], 1)[0];
  $t += $x + $y + $z + \array_sum(array_reverse([1, 2, $i]));
  if ($i % 50 == 0) { try { $w = str_repeat('x', $i - 100); } catch (\ValueError $e) { echo get_class($e), $e->getLine(), $e->getMessage(), "\n"; } }
  if ($i % 60 == 0) { try { explode($i ? ',' : '', 'x'); $e2 = explode($i % 120 ? ',' : '', 'x'); } catch (\ValueError $e) { echo $e->getLine(), "\n"; } }
}
class D { public $id; function __construct($i) { $this->id = $i; } function __destruct() { global $log; $log .= $this->id . ','; } function __toString(): string { global $log; $log .= 'S'; return 'a'; } }
$log = '';
for ($i = 0; $i < 200; $i++) { $n = count(array_values([new D($i), 2])); $b = in_array('a', [new D($i)]); $c = in_array(new D($i), ['a', 'q']); $q = is_object(new D($i)); $log .= $n . ($b ? 't' : 'f') . ($c ? 't' : 'f') . ($q ? 't' : 'f'); }
echo $t, ' ', md5(json_encode($out)), ' ', $m, ' ', $k, "\n", md5($log), strlen($log), "\n";
function typed(string $s): int { return strlen($s); }
function deep($n) { return $n <= 0 ? trim(" x ") : deep($n - 1) . strtoupper(substr("abc", $n % 3, 1)); }
$s = ''; for ($i = 0; $i < 300; $i++) $s = deep($i % 6) . (strpos($s, 'A') === false ? 'f' : strpos($s, 'A')); echo $s, "\n";
