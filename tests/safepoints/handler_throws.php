<?php
// not for php8.2: the functions are those of tests/extension/interrupts.cc.
class Gone { function __destruct() { echo '~'; } }
interrupt_handler(function () { throw new RuntimeException('interrupted'); });
function work($i) {
    $gone = $i % 100 == 99 ? new Gone : null;
    if ($i % 100 == 99) interrupt_raise();
    return $i;
}
$caught = $sum = 0;
for ($i = 0; $i < 1000; $i++) {
    try {
        $sum += work($i) + strlen(str_repeat('x', $i % 7));
    } catch (RuntimeException $e) {
        $caught++;
        if ($e->getMessage() !== 'interrupted') echo 'what? ';
    } finally {
        $sum++;
    }
}
echo ' ', $caught, ' ', $sum, "\n";
// In a loop that does nothing, and in a generator.
interrupt_nth(300);
try {
    for ($i = 0; ; $i++);
} catch (RuntimeException $e) {
    echo $e->getMessage(), ' in line ', $e->getTrace()[0]['line'] ?? $e->getLine(), "\n";
}
function numbers() { try { for ($i = 0; ; $i++) yield $i; } finally { echo "closed\n"; } }
interrupt_nth(300);
try {
    foreach (numbers() as $n);
} catch (RuntimeException $e) {
    echo get_class($e), "\n";
}
