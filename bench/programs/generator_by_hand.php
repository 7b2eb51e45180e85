<?php
// generators: a chain of delegating generators that valid(), current(), key() and next() walk, and tasks that take turns
$n = (int) ($argv[1] ?? 5500000);

function numbers(int $n) {
    for ($i = 0; $i < $n; $i++) yield $i => $i * 3 % 1021;
}
function wrapped(int $n) {
    yield from numbers($n);
}
function task(int $rounds) {
    $sum = 0;
    for ($i = 0; $i < $rounds; $i++) $sum = ($sum + yield $i) % 1000003;
    return $sum;
}

function walk(int $n): int {
    $sum = 0;
    for ($values = wrapped($n); $values->valid(); $values->next()) {
        $sum = ($sum * 7 + $values->current() + $values->key()) % 1000003;
    }
    return $sum;
}
function turns(int $n): int {
    $tasks = [];
    for ($i = 0; $i < 50; $i++) $tasks[] = task(intdiv($n, 50) + $i % 3);
    $sum = $round = 0;
    while ($tasks) {
        $round++;
        $left = [];
        foreach ($tasks as $task) {
            $task->send($round % 16);
            if ($task->valid()) {
                $left[] = $task;
            } else {
                $sum = ($sum + $task->getReturn()) % 1000003;
            }
        }
        $tasks = $left;
    }
    return $sum;
}
echo "generator_by_hand ", walk($n), " ", turns($n), "\n";
