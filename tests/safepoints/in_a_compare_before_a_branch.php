<?php
// not for php8.2: the functions are those of tests/extension/interrupts.cc.
class Weight { public $value; function __construct($v) { $this->value = $v; } }
interrupt_comparable('Weight');
$seen = [];
interrupt_handler(function () use (&$seen) { $seen[] = debug_backtrace()[0]['line'] ?? 0; });
function least(array $all) {
    $least = $all[0];
    $rounds = 0;
    do {
        foreach ($all as $w) {
            if ($w < $least) $least = $w;
        }
    } while (++$rounds < 50);
    return $least->value;
}
echo least([new Weight(5), new Weight(2), new Weight(9)]), "\n";
// At least once in a round of the outer loop: a trace may have unrolled the inner one, and its back edges.
echo count($seen) >= 50 ? "often" : "seldom", "\n";
// The branch itself jumps back.
$n = new Weight(0);
$end = new Weight(200);
$before = interrupt_count();
while ($n < $end) $n->value++;
echo $n->value, ' ', interrupt_count() - $before, "\n";
