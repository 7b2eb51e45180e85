<?php
// generators: short delegates, generators and arrays in turn, whose results the delegating generator adds up
$n = (int) ($argv[1] ?? 1400000);

function steps(int $from, int $count) {
    for ($i = 0; $i < $count; $i++) yield $from + $i;
    return $from * $count;
}
function all(int $n) {
    $total = 0;
    for ($i = 0; $i < $n; $i++) {
        $total = ($total + yield from steps($i, 10)) % 1000003;
        yield from [$i, $total, 7];
    }
    return $total;
}

function run(int $n): string {
    $sum = 0;
    $values = all($n);
    foreach ($values as $value) $sum = ($sum * 3 + $value) % 1000003;
    return "$sum " . $values->getReturn();
}
echo "generator_delegate ", run($n), "\n";
