<?php
function counter() { static $n = 0, $list = []; $n++; $list[] = $n; return json_encode($list); }
counter();
counter();
echo counter(), "\n";
class A { static function count() { static $c = 0; return ++$c; } function inst() { static $i = 10; return $i++; } }
class B extends A {}
echo A::count(), A::count(), B::count(), ' ', (new A)->inst(), (new A)->inst(), (new B)->inst(), "\n";
$f = function () { static $x = 0; return ++$x; };
$g = clone $f;
echo $f(), $f(), $g(), "\n";
function rec($n) { static $depth = 0; $depth++; $r = $n > 0 ? rec($n - 1) : $depth; $depth--; return $r; }
echo rec(5), rec(2), "\n";
function lazy() { static $cache = ['k' => 1 + 2 * 3, 'n' => null]; $cache['n'] ??= 'made'; return json_encode($cache); }
echo lazy(), lazy(), "\n";
function with_ref() { static $s; if ($s === null) { $s = new stdClass; $s->n = 0; } $s->n++; return $s; }
with_ref();
echo with_ref()->n, "\n";
for ($i = 0; $i < 3; $i++) {
    $h = function () { static $z = 5; return $z++; };
    echo $h(), $h(), ' ';
}
echo "\n";
