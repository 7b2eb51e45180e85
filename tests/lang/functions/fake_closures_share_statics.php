<?php
// Closures of a named function share its static variables.
function counted($k) { static $seen = [], $n = 0; $seen[$k] = $k; $n++; return $n . json_encode($seen); }
echo counted(0), Closure::fromCallable('counted')(1), counted(2), counted(...)(3), counted(4), "\n";
class A
{
    static function next() { static $n = 10; return ++$n; }
    function grow() { static $m = [1]; $m[] = count($m); return $m; }
}
class B extends A {}
$next = A::next(...);
$grow = (new A)->grow(...);
$all = '';
for ($i = 0; $i < 100; $i++) {
    $all .= $next() . A::next() . B::next() . count($grow()) . count((clone $grow)()) . count($grow->bindTo(new A)());
    $other = B::next(...);
    $all .= $other();
}
echo md5($all), "\n";
$f = function () { static $n = 0; return ++$n; };
$g = clone $f;
echo $f(), $f(), $g(), "\n";
