<?php
// numeric: lengths of the Collatz sequences below n, and a greatest common divisor for each
$n = (int) ($argv[1] ?? 350000);

function collatz(int $start): int {
    $steps = 0;
    for ($i = $start; $i != 1; $steps++) {
        $i = $i % 2 == 0 ? intdiv($i, 2) : 3 * $i + 1;
    }
    return $steps;
}

function gcd(int $a, int $b): int {
    while ($b != 0) {
        [$a, $b] = [$b, $a % $b];
    }
    return $a;
}

$longest = $best = $divisors = 0;
for ($i = 1; $i < $n; $i++) {
    $steps = collatz($i);
    if ($steps > $longest) {
        $longest = $steps;
        $best = $i;
    }
    $divisors += gcd($i, $steps * 6 + 12);
}
echo "int_math $longest $best $divisors\n";
