<?php
// Property reads and writes: declared, typed, dynamic, nested, by reference, through magic.
class P { public $x = 0; public int $typed = 0; public float $f = 0; public ?P $next = null; protected $hidden = 1; public array $list = []; private static $s = 0; function step($i) { $this->x += $i; $this->hidden ^= $i; $this->list[$i % 10] = $this->hidden; self::$s += $this->x; return $this; } function end() { return [$this->x, $this->hidden, $this->list, self::$s]; } }
$p = new P;
$p->next = new P;
for ($i = 0; $i < 400; $i++) {
    $p->step($i)->step(1);
    $p->typed += $i;
    $p->f += 0.5;
    $p->next->x = $p->x - $p->next->x;
    $p->next->list[] = $i % 3;
}
echo json_encode($p->end()), $p->typed, ' ', $p->f, ' ', $p->next->x, ' ', count($p->next->list), "\n";
$d = new stdClass;
for ($i = 0; $i < 300; $i++) {
    $name = 'p' . ($i % 7);
    $d->$name = ($d->$name ?? 0) + $i;
    if ($i == 200) {
        $d->late = true;
    }
}
echo json_encode($d), "\n";
for ($i = 0; $i < 200; $i++) {
    $p->x = $i == 150 ? 'string' : ($i > 160 ? $i / 2 : $i);
    $kept = $p->x;
}
var_dump($kept);
try {
    for ($i = 0; $i < 200; $i++) {
        $p->typed = $i == 170 ? 'not an int' : $i;
    }
} catch (TypeError $e) {
    echo $e->getMessage(), ' ', $i, ' ', $p->typed, "\n";
}
$p->typed = PHP_INT_MAX - 100;
try {
    for ($i = 0; $i < 200; $i++) {
        $p->typed++;
    }
} catch (TypeError $e) {
    echo $e->getMessage(), ' ', $i, "\n";
}
class G { public $log = 0; private $v = []; function __get($n) { $this->log++; return $this->v[$n] ?? 7; } function __set($n, $x) { $this->log += 100; $this->v[$n] = $x; } function __isset($n) { return isset($this->v[$n]); } }
$g = new G;
for ($i = 0; $i < 200; $i++) {
    $g->a = $g->a + $g->b;
    if (isset($g->a) && !isset($g->zz)) {
        $g->log++;
    }
}
echo $g->log, ' ', $g->a, "\n";
$node = null;
for ($i = 0; $i < 200; $i++) {
    $n = new P;
    $n->x = $i;
    $n->next = $node;
    $node = $n;
}
$sum = 0;
for ($c = $node; $c !== null; $c = $c->next) {
    $sum += $c->x;
}
echo $sum, "\n";
$objs = [];
for ($i = 0; $i < 100; $i++) {
    $objs[] = clone $p->next;
    $objs[$i]->x = $i;
}
echo array_sum(array_map(fn($o) => $o->x, $objs)), $p->next->x, "\n";
class RO { function __construct(public readonly int $v) {} function with($d) { return new static($this->v + $d); } }
$ro = new RO(0);
for ($i = 0; $i < 300; $i++) {
    $ro = $ro->with($i);
}
echo $ro->v, "\n";
