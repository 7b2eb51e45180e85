<?php
$f = new Fiber(function (int $x): string {
    $y = Fiber::suspend($x * 2);
    echo "resumed with $y\n";
    try {
        Fiber::suspend('again');
    } catch (Exception $e) {
        echo 'caught ', $e->getMessage(), "\n";
    }
    return 'result';
});
var_dump($f->start(5), $f->isSuspended(), $f->resume('hi'), $f->throw(new Exception('into fiber')), $f->isTerminated(), $f->getReturn());
function deep($n) { return $n == 0 ? Fiber::suspend('bottom') : deep($n - 1) . $n; }
$d = new Fiber(fn() => deep(5));
echo $d->start(), ' ';
$d->resume('up');
echo $d->getReturn(), "\n";
$tasks = [];
foreach (['a', 'b', 'c'] as $name) {
    $tasks[] = new Fiber(function () use ($name) {
        for ($i = 0; $i < 3; $i++) {
            echo $name, $i, ' ';
            Fiber::suspend();
        }
    });
}
foreach ($tasks as $t) {
    $t->start();
}
while ($tasks) {
    foreach ($tasks as $k => $t) {
        if ($t->isTerminated()) {
            unset($tasks[$k]);
        } else {
            $t->resume();
        }
    }
}
echo "\n";
$m = new Fiber(fn() => array_map(fn($x) => Fiber::suspend($x) * 10, [1, 2, 3]));
$v = $m->start();
while (!$m->isTerminated()) {
    $v = $m->resume($v + 1);
}
echo json_encode($m->getReturn()), "\n";
try {
    Fiber::suspend(1);
} catch (FiberError $e) {
    echo $e->getMessage(), "\n";
}
$g = new Fiber(function () { $gen = (function () { $x = yield Fiber::suspend(1); return $x; })(); return $gen->current(); });
echo $g->start();
$g->resume('from gen');
echo $g->getReturn(), "\n";
$sum = 0;
$counter = new Fiber(function () { $i = 0; while (true) { Fiber::suspend($i++); } });
$sum += $counter->start();
for ($i = 0; $i < 300; $i++) {
    $sum += $counter->resume();
}
echo $sum, "\n";
$t = new Fiber(function () { throw new LogicException('escapes'); });
try {
    $t->start();
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
