<?php
// Objects made in hot loops: constructors, first values of typed and readonly properties, destructors, handles.
class Point {
    public function __construct(public readonly int $x, protected float $y = 0.5, public ?Point $next = null) {}
    public function y(): float { return $this->y; }
    public function withNext(?Point $next): static { return new static($this->x, $this->y, $next); }
}
class Point3 extends Point {
    private string $name;
    public array $list;
    public int|string $either;
    public function __construct(int $x, public int $z) {
        parent::__construct($x, $z / 2);
        $this->name = "p$x";
        $this->list = [$x, $z];
        $this->either = $z % 2 ? $z : "s$z";
    }
    public function withNext(?Point $next): static { return new static($this->x + 1, $this->z); }
    public function name(): string { return $this->name; }
}
class Plain { public $a = 1; public $b = [1, 2]; }
class Magic {
    public int $seen = 0;
    public int $typed;
    public $untyped;
    public function __set($name, $value) { $this->seen++; }
}
class Dies {
    public static int $alive = 0;
    public static array $log = [];
    public function __construct(public int $id) {
        self::$alive++;
        if ($id % 61 === 60) throw new LogicException("no $id");
    }
    public function __destruct() { self::$alive--; if ($this->id % 50 === 0) self::$log[] = $this->id; }
}
class Hidden {
    private static ?Hidden $one = null;
    private function __construct(public int $n) {}
    public static function make(int $n): self { return new self($n); }
}
abstract class Shape { abstract public function area(): float; }
final class Square extends Shape {
    public function __construct(private float $side) {}
    public function area(): float { return $this->side * $this->side; }
}
final class Circle extends Shape {
    public function __construct(private float $r) {}
    public function area(): float { return 3 * $this->r * $this->r; }
}
final class Holder { public Shape $shape; public self|Plain|null $other; }

function points(int $n): string {
    $head = null;
    $sum = 0.0;
    for ($i = 0; $i < $n; $i++) {
        $p = $i % 3 ? new Point($i, next: $head) : new Point3($i, $i + 1);
        $q = $p->withNext($p);
        $sum += $q->y() + $q->x;
        if ($i % 7 === 0) $head = $p;
        if ($p instanceof Point3 && $i % 30 === 0) $sum += strlen($p->name()) + count($p->list) + (int) $p->either;
    }
    return "$sum " . $head->x;
}
function plain(int $n): string {
    $kept = [];
    for ($i = 0; $i < $n; $i++) {
        $a = new Plain;
        $b = new Plain();
        $b->b[] = $i;
        $a->a += count($b->b);
        if ($i % 40 === 0) $kept[] = $b;
    }
    return count($kept) . ' ' . array_sum(array_map(fn($k) => $k->b[2], $kept)) . " $a->a";
}
function magic(int $n): string {
    $seen = 0;
    for ($i = 0; $i < $n; $i++) {
        $m = new Magic;
        $m->typed = $i;
        $m->untyped = $i;
        if ($i % 2) { unset($m->typed); unset($m->untyped); }
        $m->typed = 3;
        $m->untyped = 4;
        $seen += $m->seen;
    }
    return "$seen";
}
function dies(int $n): string {
    $failed = 0;
    for ($i = 0; $i < $n; $i++) {
        try {
            $d = new Dies($i);
        } catch (LogicException $e) {
            $failed++;
        }
    }
    $e = null;
    return "$failed " . Dies::$alive . ' ' . implode(',', Dies::$log);
}
function hidden(int $n): string {
    $sum = 0;
    for ($i = 0; $i < $n; $i++) {
        $sum += Hidden::make($i)->n;
        if ($i === $n - 1) {
            try { new Hidden($i); } catch (Error $e) { return "$sum " . $e->getMessage(); }
        }
    }
}
function holders(int $n): string {
    $area = 0.0;
    $errors = 0;
    $last = null;
    for ($i = 0; $i < $n; $i++) {
        $h = new Holder;
        $h->shape = $i % 5 ? new Square($i % 10) : new Circle($i % 4);
        $h->other = $i % 3 ? $last : ($i % 2 ? new Plain : null);
        $area += $h->shape->area();
        if ($i % 50 === 49) {
            try { $h->shape = new Plain; } catch (TypeError $e) { $errors++; }
            try { $h->other = $h->shape; } catch (TypeError $e) { $errors++; }
        }
        $last = $h;
        if ($i % 20 === 0) $last = null;
    }
    return "$area $errors";
}
function readonly_again(int $n): string {
    $errors = 0;
    for ($i = 0; $i < $n; $i++) {
        $p = new Point($i);
        if ($i > $n - 4) {
            try { $p->x = 1; } catch (Error $e) { $errors++; }
            try { $p->__construct(4); } catch (Error $e) { $errors++; }
        }
    }
    return "$errors {$p->x}";
}
function handles(int $n): string {
    $ids = [];
    for ($i = 0; $i < $n; $i++) {
        $a = new Plain;
        $b = new Plain;
        $a = null;
        $c = new Plain;
        $ids[spl_object_id($b) - spl_object_id($c)] = true;
    }
    return implode(',', array_keys($ids));
}

echo points(300), "\n", plain(200), "\n", magic(200), "\n", dies(300), "\n", hidden(200), "\n", holders(300), "\n";
echo readonly_again(200), "\n", handles(200), "\n";
