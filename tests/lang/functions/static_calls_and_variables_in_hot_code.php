<?php
// self::, parent::, static:: and static variables in compiled code: what static means follows the call.
abstract class Shape {
    protected static int $made = 0;
    public static function make(...$a): static { return new static(...$a); }
    public static function name(): string { return static::class; }
    public function describe(): string { return self::name() . static::name() . static::sides() . $this->extra(); }
    protected function extra(): string { return 'x'; }
    protected static function sides(): int { return 0; }
    public static function count(): int { static $n = 0; return ++$n + static::sides(); }
}
class Tri extends Shape {
    protected static function sides(): int { return 3; }
    protected function extra(): string { return parent::extra() . 'y'; }
}
class Quad extends Shape {
    public function __construct(private int $w = 1) { self::$made++; }
    protected static function sides(): int { return 4; }
    public function extra(): string { return $this->w . parent::extra(); }
    public static function made(): int { return parent::$made; }
}
final class Square extends Quad {
    public function __construct(int $w) { parent::__construct($w * 2); }
    public static function name(): string { return 'sq' . parent::name(); }
    public function extra(): string { return parent::extra() . self::name(); }
}
$text = '';
$shapes = [new Tri, new Quad, new Square(3)];
for ($i = 0; $i < 900; $i++) {
    $s = $shapes[$i >> 3 & 1 ? 2 : $i % 3];
    $text .= $s->describe() . $s::name() . $s::count();
    if (strlen($text) > 4000) $text = md5($text);
}
echo md5($text), ' ', Quad::made(), "\n";
for ($i = 0; $i < 500; $i++) $o = $i % 3 ? Square::make($i) : Quad::make();
echo get_class($o), ' ', Quad::made(), ' ', $o->describe(), "\n";

function memo($n) {
    static $seen = [], $hits = 0;
    if (isset($seen[$n])) return $seen[$n] . ++$hits;
    return $seen[$n] = "n$n";
}
function id() { static $id; return $id = ($id ?? 10) + 1; }
function late($n) { static $base = PHP_INT_SIZE * 2; $base += $n; return $base; }
$h = '';
for ($i = 0; $i < 700; $i++) {
    $h .= memo($i % 13) . id() . late($i & 1);
    if (strlen($h) > 3000) $h = md5($h);
}
echo md5($h), "\n";

// Copies of a closure have variables of their own; so have methods that are inherited.
function counter($from) { return function ($by) use ($from, &$total) { static $n = 0; $n += $by; $total += $n; return $from + $n + $total; }; }
$sum = 0;
for ($i = 0; $i < 400; $i++) {
    $c = counter($i);
    $d = clone $c;
    $sum += $c(1) + $c(2) + $d(3) + $c(1);
}
echo $sum, "\n";
class Host {
    public $kept = [];
    public function lambdas($i) { return [fn() => $this->kept[] = $i, static fn() => isset($this), function () use ($i) { return static::class . $i; }, fn($x) => fn($y) => $x . $y . $i]; }
    public static function fns() { return [fn() => static::class, static function () { return self::class . get_called_class(); }]; }
}
class Guest extends Host {}
$hosts = [new Host, new Guest];
$out = '';
for ($i = 0; $i < 400; $i++) {
    $host = $hosts[$i >> 2 & 1];
    [$a, $b, $c, $d] = $host->lambdas($i);
    $a();
    $out .= var_export($b(), true) . $c() . $d('p')('q');
    foreach ($host::fns() as $f) $out .= $f();
    if (strlen($out) > 3000) $out = md5($out);
}
echo md5($out), ' ', count($hosts[0]->kept), ' ', count($hosts[1]->kept), "\n";
for ($i = 0, $fs = []; $i < 300; $i++) {
    $v = $i % 2 ? "s$i" : [$i];
    $fs[] = function () use ($v, &$fs) { return [$v, count($fs)]; };
}
$n = 0;
foreach ($fs as $f) $n += count($f()) + (is_array($f()[0]) ? 1 : strlen($f()[0]));
echo $n, "\n";
