<?php
// What a suspended generator holds beyond its variables is seen by the collector: arguments sent so far, extra
// arguments, loops, symbol tables, what it delegates to.
#[AllowDynamicProperties]
class C {
    public function __construct(public string $name) {}
    public function __destruct() { echo $this->name, " gone\n"; }
}
function f() {}
function gone(string $what) {
    gc_collect_cycles();
    echo "- $what\n";
}
(function () {
    $gen = function ($c) use (&$gen) { f($gen, new ArrayObject([$c]), f(...), yield); };
    $gen = $gen(new C('prepared call'));
    $gen->current();
})();
gone('prepared call');
(function () {
    $make = function () { yield; };
    $o = new C('extra argument');
    $o->gen = $make($o);
    $o->gen->current();
})();
gone('extra argument');
(function () {
    $make = function () { $name = 'a'; $$name = yield; yield; };
    $gen = $make();
    $gen->current();
    $o = new C('variable by name');
    $o->gen = $gen;
    $gen->send($o);
})();
gone('variable by name');
(function () {
    $make = function () { $gen = yield; foreach ([1, $gen] as $v) yield $v; };
    $gen = $make();
    $gen->current();
    $o = new C('loop over an array');
    $o->gen = $gen;
    $gen->send($o);
})();
gone('loop over an array');
(function () {
    $o = new C('loop over a generator');
    $o->inner = (function () { yield 1; yield 2; })();
    $o->outer = (function () use ($o) { foreach ($o->inner as $x) yield $x; })();
    foreach ($o->outer as $x) break;
})();
gone('loop over a generator');
(function () {
    $make = function () { yield from yield; };
    $o = new C('delegation');
    $gen = $make($o);
    $o->gen = $gen;
    $gen->current();
    $gen->send([1, 2, 3]);
})();
gone('delegation');
(function () {
    $make = function () { $o = new C('operand'); $o->gen = yield; $x = [$o, yield]; };
    $gen = $make();
    $gen->current();
    $gen->send($gen);
})();
gone('operand');
// What waits for the end of a finally block goes with the generator.
function thrower() { try { throw new Exception('waits'); } finally { yield 1; } }
function returner() { try { return [new C('waiting value')]; } finally { yield 2; } }
function nested() { try { return [new C('outer value')]; } finally { try { throw new Exception; } finally { yield 3; } } }
foreach (['thrower', 'returner', 'nested'] as $make) {
    foreach ($make() as $v) {
        echo $make, ' ', $v, "\n";
        break;
    }
    gone($make);
}
