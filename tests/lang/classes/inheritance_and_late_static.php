<?php
abstract class Shape {
    private static array $registry = [];
    abstract public function area(): float;
    public static function create(...$args): static { $s = new static(...$args); self::$registry[] = static::class; return $s; }
    public static function registry() { return implode(',', self::$registry); }
    public function describe() { return sprintf('%s with area %.2f', static::class, $this->area()); }
    private function secret() { return 'Shape secret'; }
    public function tell() { return $this->secret(); }
}
class Circle extends Shape { public function __construct(private float $r) {} public function area(): float { return M_PI * $this->r ** 2; } private function secret() { return 'Circle secret'; } }
class Square extends Shape { public function __construct(protected float $s = 2) {} public function area(): float { return $this->s * $this->s; } }
final class Unit extends Square { public function area(): float { return parent::area() / 4; } public function tell() { return 'overridden ' . parent::tell(); } }
foreach ([Circle::create(1), Square::create(3), Unit::create()] as $s) {
    echo $s->describe(), ' ', $s->tell(), "\n";
}
echo Shape::registry(), "\n";
class A { public static $count = 'A'; public static $own = 'a'; const C = 'CA'; public function who() { return [self::C, static::C, self::$own, static::$own]; } static function f() { return static::class; } static function g() { return [self::f(), static::f(), A::f()]; } }
class B extends A { public static $own = 'b'; const C = 'CB'; static function h() { return [parent::f(), self::f()]; } }
A::$count = 'changed';
echo B::$count, json_encode((new B)->who()), json_encode(B::g()), json_encode(B::h()), "\n";
$f = [new B, 'f'];
echo $f(), call_user_func('B::f'), "\n";
interface HasName { const PREFIX = 'name:'; public function name(); }
interface HasBoth extends HasName, Countable {}
class Impl implements HasBoth { function name() { return self::PREFIX . 'impl'; } function count(): int { return 7; } }
$i = new Impl;
echo $i->name(), count($i), $i instanceof HasName ? 'yes' : 'no', HasBoth::PREFIX, json_encode(class_implements($i)), "\n";
$anon = new class(5) extends Square implements Countable { public $extra = 'e'; function count(): int { return (int) $this->s; } };
echo count($anon), $anon->area(), $anon instanceof Square ? 'sq' : '', str_contains(get_class($anon), 'Square@anonymous') ? 'anon' : get_class($anon), "\n";
class Cov { function make(): iterable { return []; } function take(Circle $c) {} }
class Cov2 extends Cov { function make(): array { return [1]; } function take(Shape $c, $opt = 1) {} }
echo json_encode((new Cov2)->make()), "\n";
