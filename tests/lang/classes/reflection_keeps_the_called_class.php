<?php
// Static methods that are called through reflection run for the class that was reflected.
class A { public static function f() { return static::class; } }
class B extends A {}
class C extends B {}
$m = new ReflectionMethod('B', 'f');
echo $m->invoke(null), $m->invoke(new C), $m->getClosure()(), (new ReflectionMethod('A', 'f'))->invoke(null), "\n";
