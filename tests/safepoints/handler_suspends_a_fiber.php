<?php
// not for php8.2: the functions are those of tests/extension/interrupts.cc.
interrupt_handler(function () { if (Fiber::getCurrent()) Fiber::suspend('interrupted'); });
function spin($name, $rounds) {
    $sum = 0;
    for ($i = 1; $i <= $rounds; $i++) {
        $sum += $i;
        if ($i % 100 == 0) interrupt_raise();
    }
    return "$name $sum";
}
$fibers = ['a' => new Fiber('spin'), 'b' => new Fiber('spin')];
$order = '';
foreach ($fibers as $name => $fiber) {
    if ($fiber->start($name, 300) === 'interrupted') $order .= $name;
}
do {
    $running = false;
    foreach ($fibers as $name => $fiber) {
        if ($fiber->isTerminated()) continue;
        $running = true;
        $fiber->resume();
        $order .= $name;
    }
} while ($running);
echo $order, "\n", $fibers['a']->getReturn(), ', ', $fibers['b']->getReturn(), "\n";
