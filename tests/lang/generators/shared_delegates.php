<?php
// One generator that several delegate to: what each sees, who is named in backtraces, exceptions and values.
function leaf($n) {
    try {
        for ($i = 0; $i < $n; $i++) {
            $got = yield "k$i" => $i;
            if ($got !== null) echo "  leaf got $got\n";
        }
        return "leaf done";
    } finally {
        echo "  leaf finally\n";
    }
}
function through($inner, $name) {
    try {
        $r = yield from $inner;
        echo "  $name: ", var_export($r, true), "\n";
        yield "$name after";
        return $name;
    } catch (Throwable $e) {
        echo "  $name caught ", get_class($e), ": ", $e->getMessage(), "\n";
        foreach ($e->getTrace() as $t) echo "    ", $t['function'], "\n";
        yield "$name caught";
    } finally {
        echo "  $name finally\n";
    }
}
function show($g, $what) {
    echo $what, ": ", var_export($g->key(), true), " => ", var_export($g->current(), true), "\n";
}

echo "-- two over one\n";
$leaf = leaf(4);
$a = through($leaf, "a");
$b = through($leaf, "b");
show($a, "a");
$a->next();
show($a, "a");
show($b, "b");
$b->send("from b");
show($a, "a");
$a->send("from a");
show($b, "b");
$b->next();
show($b, "b");
show($a, "a");
while ($a->valid()) { show($a, "a"); $a->next(); }
while ($b->valid()) { show($b, "b"); $b->next(); }
echo $a->getReturn(), " ", $b->getReturn(), "\n";

echo "-- deep chain, exception from the leaf\n";
function bad() { yield 1; yield 2; throw new LogicException("bad leaf"); }
function pass($g) { yield from $g; }
foreach (through(pass(pass(bad())), "deep") as $v) echo "  got $v\n";

echo "-- exception thrown in, caught in the middle\n";
$g = through(pass(leaf(3)), "middle");
show($g, "g");
show($g, "g") ?? 0;
echo var_export($g->throw(new DomainException("in")), true), "\n";
$g->next();
var_dump($g->valid());

echo "-- delegates of all kinds in one foreach\n";
function kinds() {
    yield 0;
    yield from [1, 2];
    yield from new ArrayIterator([3, 4]);
    $x = yield from (function () { yield 5; return yield from inner(); })();
    yield $x;
}
function inner() { yield 6; return 7; }
foreach (kinds() as $k => $v) echo "$k=>$v ";
echo "\n";
echo implode(",", iterator_to_array(kinds(), false)), "\n";

echo "-- destroyed while delegating\n";
function outer() { try { yield from leaf(5); } finally { echo "  outer finally\n"; } }
foreach (outer() as $v) { if ($v == 2) break; }
echo "out\n";
$g = outer();
$g->current();
unset($g);

echo "-- the running one resumes itself through the chain\n";
function self_resume() {
    global $top;
    yield 1;
    try { $top->next(); } catch (Error $e) { echo "  ", $e->getMessage(), "\n"; }
    yield 2;
}
$top = pass(pass(self_resume()));
foreach ($top as $v) echo "  $v\n";

echo "-- yields among the arguments of a call, in a chain\n";
function add3($a, $b, $c) { return "$a+$b+$c"; }
function args() { return add3(yield 1, yield 2, (yield from twice())); }
function twice() { $a = yield 3; $b = yield 4; return "$a$b"; }
function run() { $r = yield from args(); echo "  $r\n"; }
$g = run();
$i = 0;
while ($g->valid()) { echo "  asked ", $g->current(), "\n"; $g->send("s" . $i++); }

echo "-- hot tree\n";
function tree($lo, $hi) {
    if ($lo > $hi) return 0;
    $mid = ($lo + $hi) >> 1;
    $n = yield from tree($lo, $mid - 1);
    yield $mid;
    return $n + 1 + yield from tree($mid + 1, $hi);
}
$sum = 0;
for ($r = 0; $r < 40; $r++) {
    $g = tree(1, 60);
    foreach ($g as $k => $v) $sum = ($sum * 7 + $v) % 10007;
    $sum += $g->getReturn();
}
echo "$sum\n";
