<?php
interface I { const A = 'i'; }
class P implements I { const B = self::A . 'p'; protected const C = 3; private const D = 4; final const F = 'final'; const ARR = ['x' => self::C * 2, 'y' => [1, 2]]; public static $s = self::ARR['x'] + 1; static $list = []; static function d() { return self::D . static::C; } }
class Q extends P { const C = 30; const B = parent::B . 'q'; static function add($v) { static::$list[] = $v; return count(self::$list); } }
echo I::A, P::B, Q::B, P::F, Q::A, P::d(), Q::d(), P::ARR['y'][1], P::$s, "\n";
Q::add(1);
P::$list['k']['deep'] = 2;
echo Q::add(3), json_encode(P::$list), "\n";
$c = 'P';
$v = 's';
echo $c::B, $c::$s, $c::$$v, constant('P::B'), (new $c)::F, "\n";
Q::$s = 'shared';
echo P::$s, "\n";
$r = &P::$s;
$r = 'by ref';
echo Q::$s, "\n";
P::$s = 5;
echo P::$s++, ++P::$s, P::$s += 10, P::$s .= 'x', "\n";
foreach ([fn() => P::C, fn() => P::D, fn() => P::ZZ, fn() => P::$nope, fn() => Q::$list['none'] ?? 'default'] as $f) {
    try {
        var_dump($f());
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
}
class R extends P { public static $s = 'redeclared'; }
R::$s = 'only R';
echo P::$s, R::$s, "\n";
define('DYN', [1, 2]);
define('Ns\NAME', 'namespaced');
echo DYN[1], \Ns\NAME, defined('DYN') ? 1 : 0, defined('NOPE') ? 1 : 0, "\n";
class Counter { private static ?Counter $inst = null; private int $n = 0; static function get(): self { return self::$inst ??= new self; } function tick() { return ++$this->n; } }
Counter::get()->tick();
echo Counter::get()->tick(), "\n";
class WithObj { const E = PHP_VERSION_ID > 80000 ? 'new' : 'old'; public $d = self::E . '!'; public $a = [self::E => 1, ...[2, 3]]; }
echo json_encode(new WithObj), "\n";
