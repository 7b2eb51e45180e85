<?php
$x = 1;
$by_value = function () use ($x) { return $x++; };
$by_ref = function () use (&$x) { return ++$x; };
$arrow = fn($y) => $x + $y;
$x = 10;
echo $by_value(), $by_value(), $by_ref(), $x, $arrow(5), "\n";
function adder($n) { return fn($m) => $n + $m; }
echo adder(3)(4), ' ', (fn() => 'iife')(), ' ', (function () { return func_get_args(); })(1, 2)[1], "\n";
$compose = fn(callable ...$f) => fn($v) => array_reduce($f, fn($acc, $g) => $g($acc), $v);
echo $compose('trim', strrev(...), fn($s) => $s . '!')('  abc '), "\n";
class Ctx {
    private $secret = 's3cret';
    public $handlers = [];
    function get() { return function () { return $this->secret; }; }
    function stat() { return static fn() => isset($this); }
    function arrow() { return fn() => $this->secret . static::class; }
    function run() { $this->handlers['h'] = fn($v) => $v . $this->secret; return ($this->handlers['h'])('run:'); }
    function __invoke($a) { return "invoked $a"; }
    static function make() { return new static; }
    function method($v) { return "m$v"; }
}
$c = new Ctx;
echo $c->get()(), ' ', var_export($c->stat()(), true), ' ', $c->arrow()(), ' ', $c->run(), ' ', $c('x'), "\n";
$bound = Closure::bind(function () { return $this->secret; }, new Ctx, Ctx::class);
echo $bound(), "\n";
$unbound = fn() => 'plain';
echo $unbound->call($c), ' ', (function () { return get_class($this); })->call($c), ' ', (function ($a) { return $this->secret . $a; })->call($c, 1), "\n";
$m = $c->method(...);
$s = Ctx::make(...);
$n = strlen(...);
echo $m(5), ' ', get_class($s()), ' ', $n('four'), ' ', implode(',', array_map($c->method(...), [1, 2])), "\n";
echo implode(' ', array_map([$c, 'method'], ['a'])), ' ', implode(' ', array_map('Ctx::make', [])), call_user_func([$c, 'method'], 'z'), call_user_func_array($m, ['q']), is_callable([$c, 'nope']) ? 'y' : 'n', "\n";
$fns = [];
for ($i = 0; $i < 3; $i++) {
    $fns[] = fn() => $i;
    $fns[] = function () use (&$i) { return $i; };
}
foreach ($fns as $f) {
    echo $f(), ' ';
}
echo "\n";
$counter = (function () { $n = 0; return ['inc' => function () use (&$n) { return ++$n; }, 'get' => function () use (&$n) { return $n; }]; })();
$counter['inc']();
$counter['inc']();
echo $counter['get'](), "\n";
$curry = fn($a) => fn($b) => fn($c) => "$a$b$c";
echo $curry(1)(2)(3), "\n";
$nested = fn($a) => array_map(fn($b) => array_map(fn($c) => $a . $b . $c, ['x']), ['y', 'z']);
echo json_encode($nested('w')), "\n";
try {
    (fn(int $i) => $i)('abc');
} catch (TypeError $e) {
    echo get_class($e), "\n";
}
$f = Closure::fromCallable('strtoupper');
echo $f('up'), ' ', $f instanceof Closure ? 'closure' : '', ' ', gettype($f), "\n";
