<?php
// One call site, more and more receivers.
interface Op { function run(int $x): int; }
class Add implements Op { public $k = 1; function run(int $x): int { return $x + $this->k; } }
class Mul implements Op { public $pad = 0; public $k = 3; function run(int $x): int { return $x * $this->k % 10007; } }
class Neg implements Op { function run(int $x): int { return -$x; } }
class Add2 extends Add { public $k = 2; }
class Magic { function __call($n, $a) { return $a[0] ^ 5; } }
class Counter extends Add { static $n = 0; function run(int $x): int { self::$n++; return parent::run($x) + 1; } }
$ops = [new Add];
$x = 1;
for ($round = 0; $round < 6; $round++) {
    for ($i = 0; $i < 200; $i++) {
        $x = $ops[$i % count($ops)]->run($x);
    }
    echo $x, ' ';
    $ops[] = [new Mul, new Neg, new Add2, new Magic, new Counter, new Add][$round];
}
echo Counter::$n, "\n";
abstract class Shape { abstract function area(); function twice() { return $this->area() * 2; } static function make($n) { return new static($n); } }
class Sq extends Shape { function __construct(public $s) {} function area() { return $this->s ** 2; } }
class Rect extends Shape { public $h = 3; function __construct(public $w) {} function area() { return $this->w * $this->h; } }
class Circ extends Shape { private $r; function __construct($r) { $this->r = $r; } function area() { return 3.0 * $this->r; } }
$t = 0;
$kinds = ['Sq', 'Rect', 'Circ'];
for ($i = 0; $i < 600; $i++) {
    $k = $kinds[$i < 200 ? 0 : $i % 3];
    $t += $k::make($i % 10)->twice() + (new $k(2))->area();
}
var_dump($t);
$fs = [fn($a) => $a + 1, 'abs', fn($a) => $a * 2 % 1009, [new Mul, 'run'], 'Sq::make'];
$y = 5;
for ($i = 0; $i < 400; $i++) {
    $f = $fs[$i % 4];
    $y = $f($y);
}
var_dump($y);
class Props { public $a = 1; }
class Props2 { public $z = 0; public $a = 10; }
class Props3 { private $d = ['a' => 100]; function __get($n) { return $this->d[$n]; } }
$objs = [new Props, new Props2, new Props3, (object) ['a' => 1000], new Props];
$sum = 0;
for ($i = 0; $i < 500; $i++) {
    $sum += $objs[$i % 5]->a;
}
$objs[1]->a = 'x';
unset($objs[0]->a);
for ($i = 0; $i < 300; $i++) {
    $sum .= is_string($objs[$i % 4]->a ?? null) ? 1 : '';
    $sum = strlen($sum) > 30 ? substr($sum, 0, 5) : $sum;
}
var_dump($sum);
