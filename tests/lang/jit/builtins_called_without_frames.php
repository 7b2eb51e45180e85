<?php
// Builtins that may warn, write through references or change arrays in place, called from compiled code.
set_error_handler(function ($n, $m, $f, $l) {
  static $seen = 0;
  if ($seen++ < 3) echo "warning at line $l: ", preg_replace('/ at offset.*/', '', $m), ' in ', debug_backtrace()[1]['function'], "\n";
  return true;
});
class D { public $n; function __construct($n) { $this->n = $n; } function __destruct() { global $gone; $gone++; } }
$gone = 0;
function scan(string $pattern, string $s, &$out): int { return preg_match($pattern, $s, $out); }
function stack(array &$a, $v) { array_push($a, $v, 'x'); array_pop($a); end($a); return key($a) . ':' . current($a); }
function last(array $a) { return end($a); }

$total = 0; $texts = ['abc12', 'no', 'x9'];
for ($i = 0; $i < 400; $i++) {
  $m = new D($i);  // overwritten, destroyed
  $total += scan('/([a-z]+)(\d+)/', $texts[$i % 3], $m) + count($m);
}
echo $total, ' ', $gone, "\n";
$a = []; $text = '';
for ($i = 0; $i < 300; $i++) $text = stack($a, $i);
echo $text, ' ', count($a), "\n";
$copy = $a;
for ($i = 0; $i < 200; $i++) { array_shift($a); if ($i % 2) array_unshift($a, "n$i"); }
echo count($a), ' ', count($copy), ' ', $a[0], ' ', last($copy), "\n";
$bad = 0;
for ($i = 0; $i < 300; $i++) $bad += preg_match($i < 297 ? '/a/' : '/(/', 'banana') === false ? 1 : 0;
echo $bad, "\n";
class S { function __toString() { return 's'; } }
$j = '';
for ($i = 0; $i < 300; $i++) $j = implode(',', [$i, $i > 290 ? new S : 'q', sprintf('%03d-%s-%5s', $i, 'v', "$i")]);
echo $j, "\n";
class T { function __toString() { if ($GLOBALS['boom']) throw new Exception('boom'); return 't'; } }
$boom = false; $caught = 0; $t = new T;
for ($i = 0; $i < 300; $i++) {
  $boom = $i % 100 == 99;
  try { $j = implode('+', [$t, $i]); } catch (Exception $e) { $caught++; $j = $e->getMessage() . ' ' . $e->getLine(); }
}
echo $caught, ' ', $j, "\n";
$r = []; for ($i = 0; $i < 200; $i++) { $r[] = $i ^ 5; ksort($r); $s = array_slice($r, -2); }
echo implode(',', $s), ' ', implode(',', array_reverse(array_unique([3, 3, 1]))), "\n";
for ($i = 1; $i < 200; $i++) { $p = pow(2, $i % 70); $q = preg_split('/[,;]/', "a,b;c$i"); }
var_dump($p); echo implode('|', $q), ' ', preg_replace('/\d/', '#', "a1b2", 1), "\n";
