<?php
trait Counts { private int $n = 0; public static $shared = 0; function inc() { $this->n++; self::$shared++; return $this; } function n() { return $this->n; } static function name() { return self::class . '/' . static::class . '/' . __TRAIT__ . '/' . __CLASS__ . '/' . __FUNCTION__ . '/' . __METHOD__; } }
trait Says { abstract function word(); function say() { return 'says ' . $this->word() . $this->hidden(); } private function hidden() { return ' (hidden)'; } public function conflict() { return 'Says'; } }
trait Other { public function conflict() { return 'Other'; } static function st() { static $c = 0; return ++$c; } }
trait Both { use Says, Other { Says::conflict insteadof Other; Other::conflict as protected otherConflict; Says::conflict as aliased; } }
class A { use Counts, Both { hidden as public shown; } function word() { return 'word'; } function other() { return $this->otherConflict(); } }
class B { use Counts, Other; function n() { return 'own n'; } }
class C extends A { function say() { return 'C:' . parent::say(); } }
$a = new A;
echo $a->inc()->inc()->n(), $a->say(), $a->conflict(), $a->aliased(), $a->other(), $a->shown(), "\n";
$b = new B;
echo $b->inc()->n(), A::$shared, B::$shared, A::name(), ' ', B::name(), ' ', C::name(), "\n";
echo (new C)->say(), A::st(), A::st(), B::st(), "\n";
echo json_encode(class_uses($a)), json_encode(class_uses('B')), "\n";
trait Statics { static function make() { return new static; } public function __get($x) { return "magic $x"; } }
class S { use Statics; }
echo get_class(S::make()), S::make()->prop, "\n";
class Base1 { function hello() { return 'Hello'; } }
trait World { function hello() { return parent::hello() . ' World'; } }
class HW extends Base1 { use World; }
echo (new HW)->hello(), "\n";
try {
    $a->otherConflict();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
