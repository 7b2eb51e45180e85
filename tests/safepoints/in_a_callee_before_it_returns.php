<?php
// not for php8.2: the functions are those of tests/extension/interrupts.cc.
$n = 0;
interrupt_handler(function () { $GLOBALS['n']++; });
function before($x) { return interrupt_raise($x + 1); }
function after($x) { return interrupt_raise_after($x * 2); }
class Adder { function __construct(private int $by) {} function add($x) { interrupt_raise(); return $x + $this->by; } }
$sum = 0;
$adder = new Adder(3);
for ($i = 0; $i < 500; $i++) {
    $sum += before($i) + after($i);
    $sum = $adder->add($sum);
}
echo $sum, ' ', $n, ' ', interrupt_count(), "\n";
