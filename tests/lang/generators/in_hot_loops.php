<?php
// Generators driven by hot loops, and hot loops inside generators.
function numbers($n) { for ($i = 0; $i < $n; $i++) { yield $i; } }
function map($f, $it) { foreach ($it as $k => $v) { yield $k => $f($v); } }
function filter($f, $it) { foreach ($it as $k => $v) { if ($f($v)) { yield $k => $v; } } }
function take($n, $it) { foreach ($it as $v) { if ($n-- <= 0) { return; } yield $v; } }
$sum = 0;
foreach (map(fn($x) => $x * 3, filter(fn($x) => $x % 2, numbers(500))) as $k => $v) {
    $sum += $v + $k;
}
var_dump($sum);
function work() { $acc = 0; while (true) { for ($i = 0; $i < 100; $i++) { $acc = ($acc * 7 + $i) % 10007; } $in = yield $acc; if ($in === 'float') { $acc += 0.5; $acc = (int) $acc; } elseif ($in === null) { $acc++; } } }
$g = work();
$t = 0;
for ($i = 0; $i < 200; $i++) {
    $t += $g->current();
    $i % 10 == 9 ? $g->send('float') : $g->next();
}
var_dump($t);
function walk($tree) { if (is_array($tree)) { foreach ($tree as $n) { yield from walk($n); } } else { yield $tree; } }
$tree = [];
for ($i = 0; $i < 100; $i++) {
    $tree[] = [$i, [$i * 2, [$i * 3]]];
}
$n = 0;
foreach (walk($tree) as $v) {
    $n += $v;
}
var_dump($n);
$gens = [];
for ($i = 0; $i < 100; $i++) {
    $gens[] = take(5, numbers($i));
}
$total = 0;
while ($gens) {
    foreach ($gens as $k => $gen) {
        if (!$gen->valid()) {
            unset($gens[$k]);
            continue;
        }
        $total += $gen->current() * $k;
        $gen->next();
    }
}
var_dump($total);
$caught = 0;
function risky() { for ($i = 0; $i < 300; $i++) { try { $x = yield $i; if ($x) { throw new Exception("x$x"); } } catch (Exception $e) { yield $e->getMessage(); } } }
$r = risky();
$log = '';
for ($i = 0; $i < 250 && $r->valid(); $i++) {
    $v = $i % 40 == 39 ? $r->send($i) : $r->current();
    $log .= is_string($v) ? $v : '';
    $r->next();
}
var_dump($log);
