<?php
// Loops that become traces on both sides of a switch, and traces that fibers share.
function work(int $n, int $step): int {
    $sum = 0;
    for ($i = 0; $i < $n; $i++) {
        $sum += $i * $step;
        if ($i % 50 == 49) {
            $sum ^= Fiber::suspend($sum);
        }
    }
    return $sum;
}
$fibers = [];
foreach ([1, 2, 3, 4] as $step) {
    $fibers[$step] = new Fiber('work');
}
$log = 0;
foreach ($fibers as $step => $f) {
    $log += $f->start(1000, $step);
}
$rounds = 0;
while ($fibers) {
    foreach ($fibers as $step => $f) {
        $rounds++;
        $v = $f->resume($rounds);
        if ($f->isTerminated()) {
            echo $step, ' ', $f->getReturn(), "\n";
            unset($fibers[$step]);
        } else {
            $log = ($log * 31 + $v) % 1000003;
        }
    }
}
echo $rounds, ' ', $log, "\n";

// Every kind of value across a switch, in inlined calls.
function pass(mixed $v): mixed { return Fiber::suspend($v); }
function twice(mixed $v): mixed { return [pass($v), pass([$v])]; }
$f = new Fiber(function () {
    $all = [];
    foreach ([1, 1.5, 'text', true, null, [1, 2], new ArrayObject([7])] as $v) {
        for ($i = 0; $i < 20; $i++) {
            $all[] = twice($v);
        }
    }
    return $all;
});
$n = 0;
for ($v = $f->start(); !$f->isTerminated(); $v = $f->resume($v)) {
    $n++;
}
echo $n, ' ', md5(serialize($f->getReturn())), "\n";

// A generator driven from a fiber, a fiber driven from a generator.
function numbers() { for ($i = 0; $i < 100; $i++) { yield $i => Fiber::suspend($i); } }
$f = new Fiber(function () { $s = 0; foreach (numbers() as $k => $v) { $s += $k * $v; } return $s; });
for ($v = $f->start(); !$f->isTerminated(); $v = $f->resume($v + 1)) {}
echo $f->getReturn(), "\n";
function pull(Fiber $f) { for ($v = $f->start(); !$f->isTerminated(); $v = $f->resume()) { yield $v; } }
$sum = 0;
foreach (pull(new Fiber(function () { for ($i = 0; $i < 200; $i++) { Fiber::suspend($i * $i); } })) as $v) {
    $sum += $v;
}
echo $sum, "\n";

// Fibers in fibers, each resumed by another than the one that began it.
$inner = new Fiber(function () { $n = 0; while ($n < 150) { $n += Fiber::suspend($n); } return $n; });
$one = new Fiber(function () use ($inner) { $inner->start(); while (!$inner->isTerminated()) { $inner->resume(1); Fiber::suspend('one'); } });
$two = new Fiber(function () use ($inner) { while (!$inner->isTerminated()) { $inner->resume(2); Fiber::suspend('two'); } });
$order = '';
for ($one->start(), $two->start(); !$inner->isTerminated();) {
    $order .= $one->isTerminated() ? '' : $one->resume()[0] ?? '-';
    $order .= $two->isTerminated() || $inner->isTerminated() ? '' : $two->resume()[0] ?? '-';
}
echo $inner->getReturn(), ' ', strlen($order), "\n";

// Deep recursion, and a stack of its own for each.
function deep($n) { return $n == 0 ? Fiber::suspend('bottom') : 1 + deep($n - 1); }
$deep = [];
for ($i = 0; $i < 5; $i++) {
    $deep[$i] = new Fiber('deep');
    $deep[$i]->start(4000 + $i);
}
foreach ($deep as $f) {
    $f->resume(1000);
    echo $f->getReturn(), ' ';
}
echo "\n";
$many = [];
for ($i = 0; $i < 400; $i++) {
    $many[] = $f = new Fiber(function ($i) { return $i + Fiber::suspend(); });
    $f->start($i);
}
$sum = 0;
foreach ($many as $i => $f) {
    $f->resume($i);
    $sum += $f->getReturn();
}
echo $sum, "\n";
