<?php
// closures: counters, pipelines and partial application, n rounds
$n = (int) ($argv[1] ?? 2200000);

function counter(int $step): Closure {
    $value = 0;
    return function () use (&$value, $step) {
        $value += $step;
        return $value;
    };
}

function compose(callable ...$steps): Closure {
    return function ($x) use ($steps) {
        foreach ($steps as $step) {
            $x = $step($x);
        }
        return $x;
    };
}

$add = fn($a) => fn($b) => $a + $b;
$ones = counter(1);
$threes = counter(3);
$pipeline = compose($add(7), fn($x) => $x * 3, fn($x) => $x % 1000, fn($x) => $x ^ 5);
$sum = 0;
for ($i = 0; $i < $n; $i++) {
    $scale = fn($x) => $x * ($i % 4);
    $sum = ($sum + $pipeline($i) + $scale($ones()) - $threes()) % 1000003;
    $sum += $add($i)(1) % 3;
}
echo "closures $sum ", $ones(), ' ', $threes(), "\n";
