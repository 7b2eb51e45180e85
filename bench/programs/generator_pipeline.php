<?php
// generators: a source through map, filter and a running total, each a generator of the one before
$n = (int) ($argv[1] ?? 4500000);

function source(int $n) {
    for ($i = 1; $i <= $n; $i++) yield $i;
}
function map(callable $f, iterable $values) {
    foreach ($values as $value) yield $f($value);
}
function filter(callable $keep, iterable $values) {
    foreach ($values as $value) {
        if ($keep($value)) yield $value;
    }
}
function totals(iterable $values) {
    $total = 0;
    foreach ($values as $value) {
        $total = ($total + $value) % 1000003;
        yield $total;
    }
}

function run(int $n): string {
    $squares = map(fn($x) => $x * $x % 1009, source($n));
    $odd = filter(fn($x) => $x % 2 == 1, $squares);
    $count = $sum = 0;
    foreach (totals($odd) as $total) {
        $count++;
        $sum = ($sum + $total) % 1000003;
    }
    return "$count $sum";
}
echo "generator_pipeline ", run($n), "\n";
