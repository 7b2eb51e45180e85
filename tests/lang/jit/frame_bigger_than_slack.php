<?php
// A function with more variables and temporaries than the slack of a stack page holds: what it calls in a loop
// is recorded all the same, and exits in the middle of such calls find their frames.
function step(int $x, int $by): int {
    if ($x % 97 == 0) throw new RangeException("at $x");
    if ($x % 31 == 0) return deeper($x) + $by;
    return $x + $by;
}
function deeper(int $x): int { return $x % 2 ? $x * 3 : intdiv($x, 2); }

$body = '';
for ($i = 0; $i < 400; ++$i) $body .= "\$v$i = [\$n + $i, (\$n . 'a') . (\$n + 1)];\n";
eval('function big(int $n): string {
  if ($n < 0) { ' . $body . ' }
  $sum = 0;
  for ($i = 1; $i <= $n; ++$i) {
    try {
      $sum += step($i, $n) - max($i, step($i + 1, 2));
    } catch (RangeException $e) {
      $sum ^= strlen($e->getMessage());
    }
  }
  return "$n $sum " . (isset($v0) ? "set" : "not set");
}');
for ($n = 100; $n <= 700; $n += 200) echo big($n), "\n";
echo strlen(serialize(big(5))), "\n";
