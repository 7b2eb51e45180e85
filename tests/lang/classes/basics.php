<?php
class Point {
    const ORIGIN = [0, 0];
    public $x = 1;
    protected $y = self::ORIGIN[0] + 2;
    private ?Point $next = null;
    public static int $made = 0;
    public function __construct($x = null) { if ($x !== null) { $this->x = $x; } self::$made++; static::hook(); }
    protected static function hook() { echo '[hook ', static::class, ']'; }
    public function link(Point $p): static { $this->next = $p; return $this; }
    public function sum() { return $this->x + $this->y + ($this->next?->sum() ?? 0); }
    public function __toString(): string { return "({$this->x},{$this->y})"; }
}
class Point3 extends Point {
    public $z = 3;
    protected $y = 20;
    public function __construct($x, public readonly string $label = 'p3') { parent::__construct($x); }
    protected static function hook() { echo '<hook>'; parent::hook(); }
    public function sum() { return parent::sum() + $this->z; }
}
$p = new Point;
$q = new Point3(5);
echo $p, $q, ' ', $p->sum(), ' ', $q->sum(), ' ', $q->link($p)->sum(), ' ', Point::$made, Point3::$made, ' ', $q->label, "\n";
var_dump($p, $q, $p == new Point, $p === $p, $p instanceof Point, $q instanceof Point, $p instanceof Point3, $q instanceof $p);
$c = clone $q;
$c->x = 100;
echo $q->x, $c->x, ' ', Point::ORIGIN[1], $q::ORIGIN[0], ' ', get_class($q), ' ', get_parent_class($q), ' ', $q::class, "\n";
$name = 'Point';
$o = new $name(9);
$prop = 'x';
echo $o->$prop, $o->{'x'}, ' ', method_exists($o, 'SUM') ? 'has' : 'no', property_exists('Point', 'y') ? 'has' : 'no', "\n";
$o->{'dyn'} = 'dynamic';
unset($o->x);
var_dump(isset($o->dyn), isset($o->x), isset($o->y), $o);
print_r($q);
var_export(new Point);
echo "\n", json_encode($q), count((array) $q), "\n";
foreach ($q as $k => $v) {
    echo "$k=>", json_encode($v), ' ';
}
echo "\n";
foreach ([fn() => $p->y, fn() => $p->y = 1, fn() => Point::hook(), fn() => $q->label = 'new', fn() => new Point3] as $f) {
    try {
        $f();
    } catch (Error $e) {
        echo get_class($e), ': ', preg_replace('/passed in .* on/', 'passed on', $e->getMessage()), "\n";
    }
}
