<?php
// Calls begun through a callable array stand between their arguments' calls when a side trace begins.
class X {
  public $e;
  function __construct(string $e) { $this->e = $e; }
  function cond(): self { $this->e .= 'c'; return $this; }
  function join(self $x): self { $this->e = $x->e; return $this; }
}
class T {
  function child(X $a, X $b): X { return $a->join($b); }
  function adj(X $a, X $b): X { return $a->join($b)->cond(); }
  function many(X $a, X $b): X { $c = $a; $d = $b; $e = [$c, $d]; $f = count($e); return $f > 1 ? $d : $c; }
  function add($k, $a, $b): X { return [$this, $k]($this->node($a), $this->node($b)); }
  function node($n): X { return is_array($n) ? $this->add($n[0], $n[1], $n[2]) : new X($n); }
}
$t = new T;
$n = 0;
$names = ['adj', 'child', 'many'];
for ($r = 0; $r < 1200; $r++) {
  $n += strlen($t->node([$names[$r % 3], ['child', "q$r", 'h3'], 'p'])->e);
  $n += strlen($t->node(['adj', [$names[intdiv($r, 5) % 3], 'h', "q$r"], 'pp'])->e);
}
foreach ([60, 13, 7, 200] as $length) {
  for ($r = 0; $r < 1500; $r++) {
    $n += strlen($t->add($names[intdiv($r, $length) % 3], ['child', "q$r", 'h3'], 'p')->e);
    $n += strlen($t->add($names[intdiv($r, $length * 2) % 3], "z$r", 'ppp')->e);
  }
}
echo $n, "\n";
