<?php
// not for php8.2: the functions are those of tests/extension/interrupts.cc.
$n = 0;
interrupt_handler(function () { $GLOBALS['n']++; });
function f($x) { return $x + 1; }
$sum = 0;
for ($i = 0; $i < 500; $i++) {
    if ($i < 400) $sum = f($sum);
}
interrupt_handler(null);
echo $sum, ' ', interrupt_opcodes() >= 900 ? 'seen' : interrupt_opcodes(), ' ', $n > 400 ? 'answered' : $n, "\n";
