<?php
// Copies of one function share oplines, not scopes: what a side trace found out in one scope does not hold in the next.
class R { private function m() { return 1; } }
class S extends R { public function m() { return 20; } }
class X {}
$f = function ($n) { $s = 0; for ($i = 0; $i < $n; $i++) $s += $this->m(); return $s; };
$o = new S;
foreach ([X::class, S::class, R::class, X::class] as $c) {
    $b = Closure::bind($f, $o, $c);
    for ($i = 0; $i < 300; $i++) $t = $b(10);
    echo $t, "\n";
}
