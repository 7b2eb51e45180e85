<?php
// Each reflection class answers for the member that it points at; texts; calls with named arguments.
/** of A */
class A {
    /** of x */
    public int $x = 3;
    private ?string $y = null;
    const K = 5;
    static $s = [1, 'a' => "b\n"];
    function __construct(public string|int $p = 7, ?A &...$rest) {}
    protected static function st(int $a, $b = 'q', ?array $c = null): ?static { static $z = 5; return null; }
}
$c = new ReflectionClass('A');
echo str_replace(__FILE__, 'FILE', $c);
$m = new ReflectionMethod('A', 'st');
echo str_replace(__FILE__, 'FILE', $m);
$m->setAccessible(true);
var_dump($m->getStaticVariables(), $m->invoke(null, 1), $m->invoke(null, a: 1), $m->invokeArgs(null, ['a' => 1]));
foreach ($m->getParameters() as $p) var_dump((string) $p, $p->isOptional(), (string) $p->getType());
$u = 5;
$f = function ($q) use ($u, &$m) { static $w = 7; return $q + $u; };
$r = new ReflectionFunction($f);
var_dump(array_keys($r->getClosureUsedVariables()), array_keys($r->getStaticVariables()), $r->invoke(4), $r->invokeArgs([5]));
var_dump($c->newInstance(p: 5)->p, $c->newInstanceArgs(['p' => 6])->p, $c->getConstants(), $c->getDefaultProperties());
$p = new ReflectionProperty('A', 'y');
$p->setValue($o = new A, 'zz');
var_dump($p->getValue($o), $p);
var_dump(new ReflectionMethod($f, '__invoke') == null, (new ReflectionMethod($f, '__invoke'))->invoke($f, 8));
try { new ReflectionClass('Nope'); } catch (ReflectionException $e) { echo $e->getMessage(), $e->getCode(), "\n"; }
#[Attribute] class At { function __construct(public $v) {} }
#[At(v: 5)] function ff() {}
var_dump((new ReflectionFunction('ff'))->getAttributes()[0]->newInstance());
class P { function __construct(#[At(1)] public $q) {} }
var_dump((new ReflectionProperty('P', 'q'))->getAttributes()[0]->getArguments());
enum E: string { case X = 'x'; case Y = 'y'; const Z = self::X; }
$e = new ReflectionEnum('E');
var_dump(count($e->getCases()), $e->getCase('X')->getBackingValue(), (string) $e->getBackingType(), $e->getCase('Y')->getValue());
trait T { function tf() {} }
class U { use T { tf as other; } }
var_dump((new ReflectionClass('U'))->getTraitAliases(), array_keys((new ReflectionClass('U'))->getTraits()));
foreach (['ReflectionClass', 'ReflectionMethod', 'ReflectionProperty'] as $name) {
    try { (new ReflectionClass($name))->newInstanceWithoutConstructor()->getDocComment(); } catch (Error $e) { echo get_class($e), "\n"; }
}
