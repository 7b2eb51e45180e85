<?php
// A handler runs at a safepoint of compiled code, with the variables as they should be.
pcntl_async_signals(true);
$seen = 0;
pcntl_signal(SIGUSR1, function (int $signal, array $info) use (&$seen) {
    $seen++;
    assert($signal === SIGUSR1 && $info['signo'] === SIGUSR1 && $info['pid'] === getmypid());
});
$pid = getmypid();
$sum = 0;
for ($i = 0; $i < 100000; $i++) {
    $sum += $i % 7;
    if ($i % 1000 == 999) posix_kill($pid, SIGUSR1);
}
echo $seen, ' ', $sum, "\n";

// One that throws, caught in the loop and outside of it.
pcntl_signal(SIGUSR2, function () { throw new RuntimeException('from a handler'); });
$caught = 0;
for ($i = 0; $i < 20000; $i++) {
    try {
        if ($i % 500 == 499) {
            posix_kill($pid, SIGUSR2);
            echo "not reached\n";
        }
    } catch (RuntimeException $e) {
        $caught++;
    } finally {
        $sum++;
    }
}
echo $caught, ' ', $sum, ' ', $e->getMessage(), "\n";

function deep(int $n): int {
    global $pid;
    if ($n == 0) {
        posix_kill($pid, SIGUSR2);
        return 0;
    }
    return deep($n - 1) + 1;
}
for ($i = 0; $i < 300; $i++) {
    try {
        deep($i % 50);
    } catch (RuntimeException) {
        $caught++;
    }
}
echo $caught, "\n";

// With a value half made.
for ($i = 0; $i < 300; $i++) {
    try {
        $text = str_repeat('x', $i) . strlen((string) posix_kill($pid, SIGUSR2)) . implode(',', [$i, [$i] + [2]]);
    } catch (RuntimeException) {
        $caught++;
    }
}
echo $caught, "\n";
