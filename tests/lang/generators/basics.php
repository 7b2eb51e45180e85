<?php
function count_to($n) { for ($i = 1; $i <= $n; $i++) { $sent = yield $i => $i * 10; if ($sent) { echo "[got $sent]"; } } return 'done'; }
foreach (count_to(3) as $k => $v) {
    echo "$k=>$v ";
}
$g = count_to(3);
echo $g->current(), $g->key(), $g->send('hello'), $g->current(), "\n";
$g->next();
$g->next();
var_dump($g->valid(), $g->getReturn(), $g->current());
function inner() { $x = yield 1; echo "inner got $x\n"; yield 2; return 'inner result'; }
function outer() { $r = yield from inner(); echo "r=$r\n"; yield from [10, 20]; yield from new ArrayIterator(['a' => 30]); return yield 40; }
$g = outer();
foreach ($g as $k => $v) {
    echo json_encode($k), '=>', $v, "\n";
}
$g = outer();
$g->current();
$g->send('value');
function thrower() { try { yield 1; yield 2; } catch (Exception $e) { echo 'caught ', $e->getMessage(), "\n"; yield 99; } finally { echo "finally\n"; } }
$g = thrower();
$g->current();
echo $g->throw(new Exception('injected')), "\n";
unset($g);
$g = thrower();
$g->current();
unset($g);
function fib() { [$a, $b] = [0, 1]; while (true) { yield $a; [$a, $b] = [$b, $a + $b]; } }
foreach (fib() as $i => $f) {
    if ($i >= 15) {
        break;
    }
    echo $f, ' ';
}
echo "\n", implode(',', iterator_to_array((function () { yield 'x' => 1; yield 'y' => 2; })())), "\n";
function &refs(array &$a) { foreach ($a as $k => &$v) { yield $k => $v; } }
$data = [1, 2, 3];
foreach (refs($data) as &$v) {
    $v *= 2;
}
unset($v);
echo json_encode($data), "\n";
$lazy = (function () { echo '[started]'; yield 1; })();
echo 'before ';
foreach ($lazy as $x) {
    echo $x, "\n";
}
try {
    foreach ($lazy as $x) {
    }
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
$gen = (fn() => yield 5)();
echo $gen->current(), "\n";
class Tree implements IteratorAggregate { function __construct(private $v, private $kids = []) {} function getIterator(): Generator { yield $this->v; foreach ($this->kids as $k) { yield from $k; } } }
foreach (new Tree(1, [new Tree(2, [new Tree(3)]), new Tree(4)]) as $v) {
    echo $v;
}
echo "\n";
function early() { yield 1; return 5; yield 2; }
$e = early();
foreach ($e as $v);
echo $e->getReturn(), "\n";
try {
    (function () { yield 1; })()->getReturn();
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
