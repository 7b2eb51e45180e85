<?php
// recursion: Fibonacci numbers the slow way, n times
$n = (int) ($argv[1] ?? 1800);

function fib($n) {
    return $n < 2 ? $n : fib($n - 1) + fib($n - 2);
}

$sum = 0;
for ($i = 0; $i < $n; $i++) {
    $sum += fib(18 + $i % 6);
}
echo "fib $sum\n";
