<?php
// What the code of a base class knows of $this holds for classes that extend it: where properties lie, which
// methods are private or final. What they may change is asked.
abstract class Node {
    protected $name = 'node';
    private $secret = 1;
    public int $count = 0;
    protected ?Node $parent = null;
    protected array $children = [];
    public readonly int $id;
    protected int $late;
    public function __construct(int $id) { $this->id = $id; $this->late = $id * 2; $this->secret = $id; }
    public function name() { return $this->name; }
    public function setName($name) { $this->name = $name; return $this; }
    public function count(): int { return ++$this->count; }
    private function hidden(): int { return $this->secret; }
    final public function last(): int { return $this->hidden() + $this->late; }
    public function kind(): string { return 'node'; }
    public function all(): string { return $this->name() . $this->kind() . $this->hidden() . $this->last() . $this->id; }
    public function add(Node $child): static { $child->parent = $this; $this->children[] = $child; return $this; }
    public function depth(): int { return $this->parent ? $this->parent->depth() + 1 : 0; }
    public function size(): int { $n = 1; foreach ($this->children as $c) $n += $c->size(); return $n; }
    public function accept(Visitor $v): int { return $v->visit($this); }
    public function isA(): bool { return $this instanceof B || $this instanceof Countable; }
    public function missing() { return $this->undeclared ?? 'none'; }
}
class A extends Node { public function kind(): string { return 'a'; } }
class B extends Node { protected $name = 'b'; private $secret = 'own'; public function secret() { return $this->secret; } }
class C extends B { public function hidden(): int { return -1; } public $undeclared = 'here'; }
class D extends A { public function __set($n, $v) { echo "set $n\n"; } public function __get($n) { return "got $n"; } public function __isset($n) { return true; } }
final class E extends D { public function name() { return 'e' . parent::name(); } }
class F extends A { private function kindOf() { return 1; } public function kind(): string { return 'f' . $this->kindOf(); } }
class G extends F { private function kindOf() { return 2; } }
class H extends Node implements Countable { protected $name; }
interface Visitor { public function visit(Node $n): int; }
class V1 implements Visitor { public function visit(Node $n): int { return $n->count; } }
class V2 implements Visitor { public int $seen = 0; public function visit(Node $n): int { return ++$this->seen + $n->depth(); } }
class V3 extends V2 { public function visit(Node $n): int { return parent::visit($n) * 2; } }

$classes = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
$visitors = [new V1, new V2, new V3];
$seen = [];
$total = 0;
function describe(Node $n, ?Visitor $v = null): string { return $n->all() . '|' . $n->depth() . ($n->isA() ? '+' : '-') . $n->count . ($v ? $v->visit($n) : ''); }
for ($i = 0; $i < 400; ++$i) {
    $c = $classes[($i * 7 + intdiv($i, 9)) % 8];
    $n = new $c($i % 5);
    $n->setName($i % 3 ? $n->name() . $i % 4 : null)->add(new A($i % 3))->add((new G(1))->add(new E(2)));
    $total += $n->count() + $n->size() + $n->accept($visitors[$i % 3]) + strlen($n->missing());
    foreach ([$n, $n] as $x) $seen[describe($x, $visitors[$i % 2])] = $i;
    if ($n instanceof B) $total += strlen($n->secret());
    if ($i % 50 == 0) {
        try { $n->id = 3; } catch (Error $e) { echo get_class($n), ' ', $e->getMessage(), "\n"; }
        try { $n->kindOf(); } catch (Error $e) { echo $e->getMessage(), "\n"; }
        try { describe(new V1); } catch (TypeError $e) { echo substr($e->getMessage(), 0, 60), "\n"; }
    }
    if ($i == 200) {
        // Classes that appear late.
        class_alias('A', 'Again');
        eval('class Late extends B { protected $name = 7; public function name() { return "late" . $this->name; } public int $count = 40; }');
        $classes[3] = 'Late';
    }
}
ksort($seen);
echo $total, ' ', count($seen), ' ', md5(serialize($seen)), "\n", implode("\n", array_slice(array_keys($seen), 0, 30)), "\n";

// Uninitialised, unset and dynamic properties.
class Typed { public int $n; public $plain; public function set(int $v): void { $this->n = $v; $this->plain = $v; } public function get() { return $this->n + $this->plain; } public function drop(): void { unset($this->plain); } }
class TypedMagic extends Typed { public function __set($n, $v) { echo "__set $n $v\n"; } public function __get($n) { echo "__get $n\n"; return 5; } }
class TypedMore extends Typed { public int $n = 3; }
$sum = 0;
for ($i = 0; $i < 200; ++$i) {
    $c = ['Typed', 'TypedMore', 'TypedMagic'][$i % 3];
    $o = new $c;
    if ($i % 40 == 11) $o->drop();
    $o->set($i);
    $sum += $o->get();
    if ($i % 40 == 17) { $o->drop(); $sum += @$o->get(); unset($o->n); $o->set(1); try { $sum += @$o->get(); } catch (Error $e) { echo $e->getMessage(), "\n"; } }
}
echo $sum, "\n";
