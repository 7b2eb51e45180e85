<?php
function worker(string $name, int $rounds): void {
    for ($i = 1; $i <= $rounds; $i++) {
        echo $name, $i, ' ';
        step();
    }
    echo "$name ends\n";
}
function step(): void {
    $before = [__FUNCTION__];
    assert(task_yield($before) === ['step']);
}
task_spawn('worker', 'a', 3);
task_spawn('worker', 'b', 1);
task_spawn(fn() => worker('c', 2));
var_dump(task_run());

// In loops that become hot, with state in every kind of variable.
$sums = [];
foreach ([3, 5, 7] as $factor) {
    task_spawn(function () use ($factor, &$sums) {
        $sum = 0;
        $text = '';
        foreach (range(1, 300) as $n) {
            $sum += $n * $factor;
            if ($n % 10 == 0) {
                task_yield();
                $text .= $n . ',';
            }
        }
        $sums[$factor] = $sum . ' ' . strlen($text);
    });
}
echo task_run(), ' ', json_encode($sums), "\n";

// Arguments of unfinished calls stay where they are.
task_spawn(function () {
    echo implode('-', [1, max(2, task_yield(3), task_yield(1)), str_repeat('x', task_yield(4))]), "\n";
});
task_spawn(fn() => print("in between\n"));
task_run();

// Deep, over several pages of the stack.
function deep(int $n): int {
    return $n == 0 ? task_yield(1) : deep($n - 1) + 1;
}
task_spawn(function () { echo deep(5000), "\n"; });
task_spawn(function () { echo deep(4000), "\n"; });
task_run();
echo extension_loaded('scheduler') ? "loaded\n" : "missing\n";
