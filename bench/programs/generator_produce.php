<?php
// generators: a producer of pseudo-random numbers with keys, and a consumer that mixes them
$n = (int) ($argv[1] ?? 16000000);

function numbers(int $n, int $seed) {
    for ($i = 0; $i < $n; $i++) {
        $seed = ($seed * 1103 + 12345) % 1048576;
        yield $seed;
    }
}

function consume(int $n): int {
    $sum = 0;
    foreach (numbers($n, 42) as $i => $value) {
        $sum = ($sum * 3 + $value + $i) % 1000003;
    }
    return $sum;
}
echo "generator_produce ", consume($n), "\n";
