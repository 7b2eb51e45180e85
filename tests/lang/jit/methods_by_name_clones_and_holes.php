<?php
class Base {
    protected array $log = [];
    public function __construct(public int $n, array $options = [], ?array $more = null) { $this->log[] = $n + count($options); }
    public function sum(): int { return array_sum($this->log) + $this->n; }
    public static function make(int $n): static { return new static($n); }
    public static function who(): string { return static::class; }
}
class Derived extends Base {
    public function __construct(int $n, array $options = ['a', 'b']) { parent::__construct($n * 2, $options); }
    public function sum(): int { return parent::sum() + 1; }
    public function withN(int $n): static { $c = clone $this; $c->n = $n; return $c; }
    private function hidden(int $x): int { return $x * 3; }
    public function call(string $name, int $x): int { return $this->$name($x); }
    protected function shown(int $x): int { return $x + 1; }
}
class Deep extends Derived { public array $list; public ?Base $child = null;
    public function __clone() { if ($this->child) $this->child = clone $this->child; } }
final class Bag { public $a = 1; public $r; public array $l = [1, 2]; }

$total = 0;
$names = ['hidden', 'shown', 'HIDDEN'];
for ($i = 0; $i < 150; ++$i) {
    $d = new Derived($i);
    $total += $d->sum() + $d->call($names[$i % 3], $i);
    $e = $d->withN($i + 5);
    $total += $e->n * 2 + $d->n;
    if ($i % 50 == 0) echo $e::who(), ' ', $d->who(), ' ', $e->make($i)->n, "\n";
    $total += strlen($d->who()) + $d->make(2)->n;
    $deep = new Deep($i);
    $deep->child = $d;
    $copy = clone $deep;
    $copy->child->n = -1;
    $total += $deep->child->n;
}
echo $total, "\n";

// A reference that only the object holds is a value in its copy; one that a variable holds too is shared.
$out = [];
for ($i = 0; $i < 120; ++$i) {
    $b = new Bag;
    $x = $i;
    $b->r = &$x;
    $c = clone $b;
    $c->r = 100 + $i;
    $out[] = $x;
    unset($x);
    $d = clone $b;
    $e = clone $d;
    unset($b, $c);
    $f = clone $d;
    $f->r = 0;
    $d->l[] = 3;
    $out[] = count($e->l) + $d->r;
}
echo array_sum($out), "\n";

// Holes, references among elements, reference variables.
$map = [];
for ($i = 0; $i < 60; ++$i) $map["k$i"] = $i;
for ($i = 0; $i < 60; $i += 3) unset($map["k$i"]);
$list = range(0, 40);
unset($list[0], $list[7], $list[40]);
$referred = [1, 2, 3, 4];
$second = &$referred[1];
$sum = '';
$total = 0;
function walk(array $a, int $add): int { $s = 0; foreach ($a as $k => $v) $s += $v + $add + (is_int($k) ? $k : strlen($k)); return $s; }
for ($i = 0; $i < 100; ++$i) {
    foreach ($map as $v) $total += $v;
    foreach ($map as $k => $v) if ($v == 11) { $total += strlen($k); break; }
    foreach ($list as $k => $v) $total += $k * $v;
    $second = $i;
    foreach ($referred as $v) { $total += $v; if ($v === $i) $second = 5; }
    foreach ([$i, 1, 2] as $second) $total += $second;
    $total += walk($map, $i) + walk($list, 1) + walk($referred, 0) + walk([], 3);
    if ($i == 80) { foreach ($map as $k => $v) unset($map[$k]); }
}
echo $total, ' ', implode(',', $referred), "\n";
foreach ($map as $v) echo 'never';
