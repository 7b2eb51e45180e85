<?php
// Closures are equal to themselves only; f(...) of the same function of the same object is equal to another one.
$a = function () { return 1; };
$b = function () { return 2; };
$c = clone $a;
var_dump($a == $b, $a == $a, $a == $c, strlen(...) == strlen(...), strlen(...) == strtolower(...), $a != $b, in_array($b, [$a]), [$a] == [$b]);
class Q { function m() { return $this->m(...); } }
$q = new Q;
$r = new Q;
var_dump($q->m() == $q->m(), $q->m() == $r->m());
// So different ones are different autoloaders.
for ($i = 0; $i < 3; $i++) spl_autoload_register(function ($class) use ($i) { echo "$i:$class\n"; });
var_dump(class_exists('Missing'), count(spl_autoload_functions()));
