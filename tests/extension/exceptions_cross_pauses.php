<?php
task_spawn(function () {
    try {
        task_yield();
        throw new LogicException('after a pause');
    } catch (LogicException $e) {
        echo $e->getMessage(), ' at line ', $e->getLine(), "\n";
    } finally {
        task_yield();
        echo "finally\n";
    }
});
task_spawn(function () { task_yield(); echo "other\n"; });
echo task_run(), "\n";

// One that nobody catches ends its task and the run; the rest can go on.
task_spawn(function () { task_yield(); throw new Exception('uncaught'); });
task_spawn(function () { task_yield(); task_yield(); echo "survivor\n"; });
try {
    task_run();
} catch (Exception $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
task_run();

// Where C frames lie between, a pause is refused.
foreach ([
    'outside' => fn() => task_yield(),
    'usort' => fn() => task_spawn(function () { $a = [2, 1]; usort($a, fn($x, $y) => task_yield(1)); }) && task_run(),
    'generator' => fn() => task_spawn(function () { foreach ((function () { yield task_yield(); })() as $x); }) && task_run(),
    'iterator_to_array' => fn() => task_spawn(function () { iterator_to_array((function () { yield task_yield(); })()); }) && task_run(),
    'toString' => fn() => task_spawn(function () {
        echo new class { function __toString() { task_yield(); return 'x'; } };
    }) && task_run(),
    'nested' => fn() => task_spawn(function () { task_run(); }) && task_run(),
    'call_user_func' => fn() => task_spawn(function () { call_user_func('task_yield'); }) && task_run(),
] as $where => $try) {
    try {
        $try();
        echo $where, ": allowed\n";
    } catch (Error $e) {
        echo $where, ': ', $e->getMessage(), "\n";
    }
}
task_spawn(function () {
    $x = new class { function __destruct() { echo "destroyed\n"; } };
    task_yield();
    echo "going\n";
});
task_run();
echo "end\n";
