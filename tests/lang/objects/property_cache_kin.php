<?php
// Property accesses that meet several classes: the same declaration, redeclared ones, private ones, hooks of types.
abstract class Base {
    private int $secret = 1;
    protected float $x = 0.0;
    public ?Base $next = null;
    public int|string $tag = 0;

    public function move(float $by): void { $this->x += $by; $this->secret++; }
    public function x(): float { return $this->x; }
    public function secret(): int { return $this->secret; }
    public function link(?Base $to): self { $this->next = $to; return $this; }
    public function same(): static { return $this; }
}
class One extends Base {}
class Two extends Base { private string $secret = "two"; public function own(): string { return $this->secret .= "!"; } }
class Three extends Two { protected float $x = 30.5; public int|string $tag = "three"; public $more = []; }
class Four extends Three { public float $x = 4.0; public $secret = "public"; private array $stack = [];
    public function push(int $v): int { $this->stack[] = $v; return count($this->stack); }
    public function pop(): ?int { return array_pop($this->stack); }
}
class Magic { public function __get($n) { return "magic $n"; } public function __set($n, $v) { echo "set $n\n"; } }
class Other { public $next = "untyped"; public $tag = 1.5; }

$all = [new One, new Two, new Three, new Four, new Three, new One];
for ($round = 0; $round < 4; $round++) {
    foreach ($all as $i => $o) {
        $o->move(0.5 + $round);
        $o->link($all[($i + 1) % 6])->same()->tag = $i % 2 ? "t$i" : $i;
        echo get_class($o), ' ', $o->x(), ' ', $o->secret(), ' ', $o->tag, ' ', get_class($o->next), "\n";
        if ($o instanceof Two) echo $o->own(), "\n";
        if ($o instanceof Four) { $o->push($round); $o->push($i); echo $o->pop(), $o->secret, "\n"; }
    }
}
foreach ([new One, new Other, new Magic, new Three, new Other] as $o) {
    try {
        echo is_object($o->next) ? 'object' : var_export($o->next, true), ' ', var_export($o->tag, true), "\n";
        $o->next = new One;
        $o->tag = 2.5;
        var_dump($o->tag);
        $o->next = new Other;
        echo "untyped took it\n";
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
class Noisy { public ?Noisy $held = null; public function __construct(public string $n) {} public function __destruct() { echo "gone {$this->n}\n"; } }
$a = new Noisy('a');
foreach (['b', 'c', 'd'] as $n) { $a->held = new Noisy($n); echo "held $n\n"; $keep = $a->held; }
$a->held = null;
echo "dropped\n";
$keep = null;
function gives(bool $right): One { return $right ? new One : new Two; }
try { echo get_class(gives(true)), "\n"; gives(false); } catch (TypeError $e) { echo preg_replace('/ on line.*/', '', $e->getMessage()), "\n"; }
foreach ([new One, new Two] as $o) {
    unset($o->next);
    try { echo $o->next; } catch (Error $e) { echo $e->getMessage(), "\n"; }
    $o->next = $o;
    echo get_class($o->next), "\n";
}
