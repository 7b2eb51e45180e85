<?php
// not for php8.2: the functions are those of tests/extension/interrupts.cc.
function aside() {
    static $times = 0;
    $sum = 0;
    for ($k = 0; $k < 20; $k++) $sum += strlen((string) $k);
    echo 'aside ', ++$times, ' ', $sum, "\n";
}
function work($i) { return $i % 3; }
$sum = 0;
for ($i = 0; $i < 900; $i++) {
    if ($i % 300 == 150) {
        interrupt_switch('aside');
        interrupt_raise();
    }
    if ($i % 300 == 250) {
        interrupt_switch(function () { echo "closure\n"; });
        interrupt_raise_after();
    }
    $sum += work($i);
}
echo $sum, "\n";
