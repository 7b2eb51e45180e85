<?php
// unset, isset and empty of elements, appending to properties and elements, places sent by reference,
// keys and names that are looked up, objects as conditions, and what *_FUNC_ARG sends.
class D { public $n; function __construct($n) { $this->n = $n; } function __destruct() { $GLOBALS['gone'] = ($GLOBALS['gone'] ?? 0) + 1; } }
class Box {
  public $stack = []; public string $text = ''; public $any = ''; private $map = ['a' => 1, 'b' => null];
  static $seen; static $words = ['x' => 1];
  function run(int $n) {
    $out = 0;
    for ($i = 0; $i < $n; $i++) {
      $this->stack[] = $i; $this->stack[] = $i * 2;
      $out += array_pop($this->stack) + end($this->stack);
      $this->text .= 'k' . ($i % 7);
      $this->any .= $this->any === '' ? 'q' : 'z';
      $this->map["k$i"] = $i; unset($this->map['k' . ($i - 3)]);
      if (empty($this->map['b'])) $out++;
      if (!empty($this->map['a'])) $out++;
      if (empty($this->map['none'])) $out++;
      if (isset(self::$words['x'])) $out++;
      if (self::$seen ?? false) $out += 100;
      if ($i > $n - 3) self::$seen = true;
    }
    return [$out, count($this->map), count($this->stack), md5($this->text), strlen($this->any)];
  }
}
$b = new Box; echo json_encode($b->run(500)), "\n"; $c = clone $b; $b->stack[] = 'more'; echo count($c->stack), count($b->stack), "\n";
function drop(int $n) {
  $a = [];
  for ($i = 0; $i < $n; $i++) { $a[$i] = new D($i); unset($a[$i - 5]); unset($a["s$i"]); }
  $ints = range(0, 300); for ($i = 0; $i < 200; $i += 2) unset($ints[$i]);
  return count($a) . ' ' . count($ints) . ' ' . array_sum($ints);
}
echo drop(300), ' ', $gone, "\n";
function kinds(array $list) {
  $r = 0; $o = new stdClass; $x = simplexml_load_string('<a b="1"/>');
  foreach ($list as $v) {
    if (in_array($v, ['7', 'b', '12'])) $r += 1;
    if (in_array($v, ['7', 'b', '12'], true)) $r += 10;
    if (array_key_exists($v, ['b' => 1, 12 => 2])) $r += 100;
    $r += (int)$v + ($v <=> 'c') + (strlen($v) <=> 1);
    if ($o) $r += 1000;
    if (!$o) $r += 5000;
    if ($x) $r += 7000;
    if ($o instanceof NotThere) $r += 9;
  }
  return $r;
}
$list = []; for ($i = 0; $i < 400; $i++) $list[] = ['7', 'b', '12', 'zz', '1e1', '-4x'][$i % 6];
echo kinds($list), "\n";
$made = false; $hits = 0;
for ($i = 0; $i < 300; $i++) {
  if ($i == 200) { eval('class Late {}'); $made = true; }
  $o = $made ? new Late : $b;
  if ($o instanceof Late) $hits++;
}
echo $hits, "\n";
function rest($a, ...$more) { return count($more); }
function grow(array $rows) { foreach ($rows as $k => $v) { $rows[$k]['t'] = 'x'; $rows[$k]['t'] .= $v['n']; $rows[$k]['n'] .= '!'; } return implode(',', array_map(fn($r) => $r['t'] . $r['n'], $rows)); }
$t = 0; for ($i = 0; $i < 300; $i++) { $t += rest($i); if ($i % 50 == 0) $t += rest(1, 2, 3); }
echo $t, ' ', md5(grow(array_map(fn($i) => ['n' => "$i"], range(1, 300)))), "\n";
