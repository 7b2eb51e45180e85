<?php
// generators: cuts a long sequence into parts, by generators that seldom yield
$n = (int) ($argv[1] ?? 17000000);

function numbers(int $n) {
    for ($i = 1; $i <= $n; $i++) yield $i;
}
function chunks(iterable $values, int $size) {
    $total = $count = 0;
    foreach ($values as $value) {
        $total = ($total + $value) % 1000003;
        if (++$count == $size) {
            yield $total;
            $count = 0;
        }
    }
    if ($count) yield $total;
}
function multiples(iterable $values, int $of) {
    foreach ($values as $value) {
        if ($value % $of == 0) yield $value;
    }
}

$sum = 0;
foreach (chunks(numbers($n), 24) as $total) $sum = ($sum * 31 + $total) % 1000003;
foreach (multiples(numbers($n), 24) as $value) $sum = ($sum * 31 + $value) % 1000003;
echo "generator_chunks $sum\n";
