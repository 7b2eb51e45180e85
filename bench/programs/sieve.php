<?php
// numeric: primes below 500000 with an array of flags, n times
$n = (int) ($argv[1] ?? 40);

function sieve(int $limit): array {
    $composite = array_fill(0, $limit + 1, false);
    $count = 0;
    $last = 0;
    for ($i = 2; $i <= $limit; $i++) {
        if (!$composite[$i]) {
            $count++;
            $last = $i;
            for ($j = $i * $i; $j <= $limit; $j += $i) {
                $composite[$j] = true;
            }
        }
    }
    return [$count, $last];
}

$sum = 0;
for ($i = 0; $i < $n; $i++) {
    [$count, $last] = sieve(500000 - $i);
    $sum += $count + $last;
}
echo "sieve $sum\n";
