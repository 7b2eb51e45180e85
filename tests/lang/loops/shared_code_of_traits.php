<?php
// Methods of traits, inherited methods and rebound closures share code but not class, scope or statics.
trait Steps { private $by = 1; function step($x) { return $x + $this->by + self::EXTRA; } static function label() { return static::class . '/' . self::class; } function counter() { static $n = 0; return ++$n; } }
class A { use Steps; const EXTRA = 10; }
class B { use Steps; const EXTRA = 200; public function __construct() { $this->by = 2; } }
class C extends A { const EXTRA = 5000; }
$objs = [new A, new B, new C];
$x = 0;
$labels = [];
for ($i = 0; $i < 600; $i++) {
    $o = $objs[$i < 200 ? 0 : ($i < 400 ? $i % 2 : $i % 3)];
    $x = $o->step($x) % 100003;
    $labels[$o::label()] = ($labels[$o::label()] ?? 0) + 1;
    $n = $o->counter();
}
var_dump($x, $labels, $n);
class Secret1 { private $v = 'one'; static $s = 1; }
class Secret2 { private $v = 'two'; static $s = 2; }
$read = function () { return $this->v . static::$s; };
$out = [];
for ($i = 0; $i < 300; $i++) {
    $target = $i % 3 ? new Secret1 : new Secret2;
    $bound = Closure::bind($read, $target, get_class($target));
    $r = $bound();
    $out[$r] = ($out[$r] ?? 0) + 1;
    $r2 = $read->call($target);
    $out["call $r2"] = ($out["call $r2"] ?? 0) + 1;
}
var_dump($out);
abstract class Base { abstract function v(); function twice() { return $this->v() * 2 + self::k() + static::k(); } static function k() { return 1; } }
$t = 0;
for ($i = 0; $i < 60; $i++) {
    $name = "Made$i";
    eval("class $name extends Base { function v() { return $i; } static function k() { return $i * 3; } }");
    $o = new $name;
    for ($j = 0; $j < 20; $j++) {
        $t += $o->twice();
    }
}
var_dump($t);
