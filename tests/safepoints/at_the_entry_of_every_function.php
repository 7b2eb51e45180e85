<?php
// not for php8.2: the functions are those of tests/extension/interrupts.cc.
function leaf($x) { return $x + 1; }
function middle($x) { return leaf($x) + leaf($x); }
$sum = 0;
for ($i = 0; $i < 1000; $i++) $sum += middle($i);
echo $sum, ' ', interrupt_count(), "\n";
