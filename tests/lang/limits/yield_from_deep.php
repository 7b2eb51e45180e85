<?php
// Chains of generators are as long as memory allows: each step costs the same, nothing recurses in C.
function counting(int $n) {
    if ($n > 0) yield from counting($n - 1);
    yield $n;
}
$sum = 0;
foreach (counting(30000) as $v) $sum += $v;
echo $sum, "\n";

function wrap($inner) { return yield from $inner; }
$g = (function () { $got = yield 1; echo "got $got\n"; yield 2; return 3; })();
for ($i = 0; $i < 30000; ++$i) $g = wrap($g);
echo $g->current(), "\n";
echo $g->send("x"), "\n";
$g->next();
var_dump($g->valid(), $g->getReturn());

function failing(int $n) {
    if ($n > 0) yield from failing($n - 1);
    yield $n;
    throw new Exception("from $n");
}
try {
    foreach (failing(30000) as $v);
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}

$closed = 0;
function closing(int $n) {
    global $closed;
    try {
        if ($n > 0) yield from closing($n - 1);
        else yield 1;
    } finally {
        ++$closed;
    }
}
$g = closing(20000);
$g->current();
unset($g);
echo $closed, "\n";

// One inner generator, two outer ones.
function three() { yield 1; yield 2; yield 3; return 9; }
function named($inner, $name) { $r = yield from $inner; echo "$name got $r\n"; yield "$name end"; }
$inner = three();
$a = named($inner, "a");
$b = named($inner, "b");
while ($a->valid() || $b->valid()) {
    echo $a->current(), " ", $b->current(), "\n";
    $a->next();
    echo $b->current(), "\n";
    $b->next();
}
function bad() { yield 1; throw new Exception("bad"); }
$inner = bad();
$a = named($inner, "a");
$b = named($inner, "b");
$a->current();
$b->current();
foreach ([$a, $b] as $g) {
    try {
        $g->next();
    } catch (Exception $e) {
        echo get_class($e), ": ", $e->getMessage(), "\n";
    }
}
