<?php
// Calls of closures: copies of one function with other variables, scopes, objects and classes; their death while they run.
class P {
    private $v = 1;
    public function adder() { return fn($x) => $x + $this->v; }
    public static function who() { return static fn() => static::class . self::class; }
    public function set($v) { $this->v = $v; return $this; }
}
class Q extends P { private $v = 100; public $w = 7; }
final class Gone { public static $log = 0; public function __construct(public int $n) {} public function __destruct() { self::$log += $this->n; } }
function pair($i) { return [fn($x) => $x * $i, function ($x) use ($i) { static $calls = 0; $calls++; return $x + $i + $calls; }]; }

$sum = 0;
for ($i = 0; $i < 600; $i++) {
    [$mul, $add] = pair($i);
    $sum += $mul(3) + $add(2) + $add(2);
    $sum += (fn($y) => $y + $i)(1);
}
echo $sum, "\n";

$objects = [new P, (new P)->set(20), new Q, (new Q)->set(300)];
$sum = 0;
for ($i = 0; $i < 1200; $i++) {
    $f = $objects[$i >> 2 & 3]->adder();
    $sum += $f($i) + $objects[3]->adder()($i);
}
echo $sum, "\n";

$names = '';
$who = [P::who(), Q::who()];
for ($i = 0; $i < 400; $i++) $names .= $who[$i >> 5 & 1]();
echo md5($names), ' ', strlen($names), "\n";

$f = function () { return $this->v ?? $this->w; };
$bound = [Closure::bind($f, new P, P::class), Closure::bind($f, new Q, Q::class), Closure::bind($f, new Q, P::class), Closure::bind($f, new Q, null)];
$sum = 0;
for ($i = 0; $i < 1600; $i++) {
    try { $sum += $bound[$i >> 1 & 3](); } catch (Error $e) { $sum -= 1; }
}
echo $sum, "\n";

for ($i = 0; $i < 500; $i++) {
    $h = (function ($n) { $g = new Gone($n); return fn() => $g->n; })($i);
    $sum += $h();
    $h = null;
}
echo $sum, ' ', Gone::$log, "\n";

// A closure that replaces itself while it runs.
$self = function ($n) use (&$self) { $old = $n; $self = $n % 3 ? fn($n) => $n + 1 : fn($n) => $n + 2; return $old * 2; };
$keep = $self;
for ($i = 0, $sum = 0; $i < 500; $i++) {
    $self = $keep;
    $sum += $self($i) + $self($i);
}
echo $sum, "\n";

// Exceptions, references, wrong counts, defaults, variadics.
$ref = function (&$x, $by = 2) { $x += $by; if ($x % 97 == 0) throw new Exception("at $x"); return $x; };
$all = fn(...$xs) => array_sum($xs);
$x = 0;
$caught = '';
for ($i = 0; $i < 700; $i++) {
    try { $ref($x); $ref($x, $i); } catch (Exception $e) { $caught .= $e->getMessage() . $e->getLine(); }
    $x += $all($i, 1, ...[2, 3]);
    if ($i > 690) try { $ref(); } catch (ArgumentCountError $e) { $caught .= ' ' . get_class($e); }
}
echo $x, ' ', md5($caught), ' ', strlen($caught), "\n";

// Recursion through a closure, deeper than calls are inlined, and frames looked at.
$depth = function ($n) use (&$depth) { return $n == 0 ? count(debug_backtrace()) : $depth($n - 1) + 1; };
for ($i = 0; $i < 60; $i++) $d = $depth(40);
echo $d, "\n";
$fac = function ($n) use (&$fac) { return $n < 2 ? 1 : $n * (fn($m) => $fac($m))($n - 1); };
for ($i = 0; $i < 100; $i++) $d = $fac($i % 15);
echo $d, "\n";
$calls = ['strlen', fn($s) => strlen($s) + 1, 'P::who', [new P, 'set'], strlen(...), (new Q)->set(...)];
$sum = 0;
for ($i = 0; $i < 600; $i++) {
    $r = $calls[$i % 6]($i % 6 == 2 ? '' : "$i");
    $sum += is_int($r) ? $r : strlen(get_class($r));
}
echo $sum, "\n";
$by_clone = [];
for ($i = 0; $i < 300; $i++) {
    $c = function () { static $n = 0; return ++$n; };
    $c();
    $d = clone $c;
    $c();
    $by_clone[] = $c() * 10 + $d();
}
echo array_sum($by_clone), "\n";
