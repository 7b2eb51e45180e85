<?php
// (not for php8.2: property hooks) A class that extends the one whose method runs may hook its property.
class Base {
    public int $v = 1;
    private int $p = 2;
    protected array $list = [];
    public function read(): int { return $this->v + $this->p; }
    public function write(int $i): void { $this->v = $i; $this->p = $i; $this->list[] = $i; }
    public function bump(): int { return ++$this->v + $this->p++ + count($this->list); }
}
class Plain extends Base {}
class Other extends Base { public int $v = 10; private int $p = 100; }
class Hooked extends Base {
    public int $v = 5 { get => $this->v * 10; set(int $x) { $this->v = $x + 1; } }
}
class Half extends Base { public int $v = 4 { get => $this->v + 1000; } }
class Doubled extends Base { public int $v = 3 { set => $value * 2; } }
$sum = 0;
$classes = ['Base', 'Plain', 'Other', 'Plain', 'Hooked', 'Doubled', 'Half'];
for ($i = 0; $i < 350; ++$i) {
    $c = $classes[$i < 150 ? $i % 4 : $i % 7];
    $o = new $c;
    $sum += $o->read();
    $o->write($i);
    $sum += $o->read() + $o->bump();
    if ($i % 50 >= 45) echo $c, ' ', $o->read(), ' ', $o->v, "\n";
}
echo $sum, "\n";
// Lazy objects look like ones whose properties have no value yet.
class Ghost extends Base { public function __construct(public int $made) {} }
$reflector = new ReflectionClass('Ghost');
$sum = 0;
for ($i = 0; $i < 200; ++$i) {
    $o = $i % 3 ? new Ghost($i) : $reflector->newLazyGhost(function (Ghost $g) use ($i) { $g->__construct($i * 2); });
    if ($i % 2) $o->write($i);
    $sum += $o->read() + $o->made + $o->bump();
}
echo $sum, "\n";
