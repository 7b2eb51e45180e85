<?php
// What a living closure has bound stays whole when the collector looks at it, again and again.
function compose(callable ...$steps): Closure {
    return function ($x) use ($steps) {
        foreach ($steps as $step) $x = $step($x);
        return $x;
    };
}
$add = fn($a) => fn($b) => $a + $b;
$pipeline = compose($add(7), fn($x) => $x * 3, fn($x) => $x % 1000, fn($x) => $x ^ 5);
$sum = 0;
for ($i = 0; $i < 12000; $i++) {
    $scale = fn($x) => $x * ($i % 4);
    $sum = ($sum + $pipeline($i) + $scale($i)) % 1000003;
    $sum += $add($i)(1) % 3;
    if ($i % 1000 == 0) {
        $other = $pipeline;
        unset($other);
        gc_collect_cycles();
    }
}
echo $sum, "\n";
// A cycle through a closure's variable goes.
class Held { public $f; public function __destruct() { echo "gone\n"; } }
for ($i = 0; $i < 3; $i++) {
    $h = new Held;
    $h->f = function () use ($h) { static $n = []; $n[] = 1; return $h; };
    $h->f->__invoke();
    unset($h);
    gc_collect_cycles();
}
