<?php
namespace App\Model;

interface Named { const KIND = 'named'; function name(): string; }
trait Counts { protected static int $made = 0; }
/** A thing. */
abstract class Thing implements Named {
    use Counts;
    const LIMIT = self::BASE * 2;
    protected const BASE = 5;
    private ?int $secret = 7;
    public readonly string $label;
    public function __construct(protected int|string $id, string $label = 'x' . 'y', private array $more = [1]) { $this->label = $label; }
    public function name(): string { return static::class; }
    abstract protected function weigh(float $by, ?Thing &...$others): ?int;
    private static function hidden(int $a = self::BASE) { return $a + 1; }
}
final class Box extends Thing { protected function weigh(float $by, ?Thing &...$others): ?int { return (int)($by * 2); } }
enum Suit: string { case Hearts = 'H'; case Spades = 'S'; const Wild = self::Spades; }

$c = new \ReflectionClass(Box::class);
var_dump($c->name, $c->getShortName(), $c->getNamespaceName(), $c->isFinal(), $c->isInstantiable(), $c->getDocComment());
$parent = $c->getParentClass();
var_dump($parent->getName(), $parent->isAbstract(), $parent->isInstantiable(), $parent->getDocComment(), $parent->getTraitNames());
var_dump($c->getInterfaceNames(), $c->isSubclassOf(Thing::class), $c->implementsInterface(Named::class), $c->getConstants());
foreach ($c->getConstructor()->getParameters() as $p) {
    echo $p->getPosition(), ' ', $p->getName(), ' ', $p->getType(), ' ', get_class($p->getType()), ' ', var_export($p->isPromoted(), true);
    if ($p->isDefaultValueAvailable()) echo ' = ', json_encode($p->getDefaultValue());
    echo "\n";
}
$box = $c->newInstanceArgs(['label' => 'L', 'id' => 3]);
var_dump($c->newInstance(4)->label, $box->label, $box->name());
$weigh = new \ReflectionMethod($box, 'weigh');
var_dump($weigh->invoke($box, 2.5), $weigh->getClosure($box)(1.5), $weigh->isProtected(), (string)$weigh->getReturnType());
$hidden = $parent->getMethod('hidden');
var_dump($hidden->invoke(null), $hidden->invokeArgs(null, [1]), \Reflection::class);
$secret = new \ReflectionProperty(Thing::class, 'secret');
$secret->setAccessible(true);
var_dump($secret->getValue($box), $secret->getDefaultValue(), $secret->getType()->allowsNull());
$secret->setValue($box, 9);
var_dump($secret->getValue($box), $c->hasProperty('secret'), count($c->getProperties()));
try { $secret->setValue($box, 'no'); } catch (\TypeError $e) { echo $e->getMessage(), "\n"; }
$f = new \ReflectionFunction(static fn (int $a, int|null ...$rest): ?Thing => null);
var_dump($f->isVariadic(), $f->isStatic(), $f->getNumberOfRequiredParameters(), (string)$f->getReturnType(), $f->getReturnType()->isBuiltin());
$e = new \ReflectionEnum(Suit::class);
var_dump((string)$e->getBackingType(), count($e->getCases()), $e->getCase('Spades')->getBackingValue(), $e->getCase('Hearts')->getValue());
foreach ([fn () => new \ReflectionClass('Nope'), fn () => $c->getMethod('nope'), fn () => new \ReflectionProperty($box, 'nope'),
          fn () => $parent->newInstance(1), fn () => new \ReflectionFunction('nope')] as $try) {
    try { $try(); } catch (\Throwable $t) { echo get_class($t), ': ', $t->getMessage(), "\n"; }
}
