<?php
// strings: edit distances between words, n of them
$n = (int) ($argv[1] ?? 75000);

function distance(string $a, string $b): int {
    $previous = range(0, strlen($b));
    for ($i = 0; $i < strlen($a); $i++) {
        $row = [$i + 1];
        for ($j = 0; $j < strlen($b); $j++) {
            $cost = $a[$i] === $b[$j] ? 0 : 1;
            $row[] = min($previous[$j] + $cost, $previous[$j + 1] + 1, $row[$j] + 1);
        }
        $previous = $row;
    }
    return $previous[strlen($b)];
}

$words = [];
$seed = 5;
for ($i = 0; $i < 100; $i++) {
    $word = '';
    for ($j = 0; $j < 10 + $i % 7; $j++) {
        $seed = $seed * 16807 % 2147483647;
        $word .= chr(97 + $seed % 6);
    }
    $words[] = $word;
}
$sum = 0;
for ($i = 0; $i < $n; $i++) {
    $sum += distance($words[$i % 100], $words[$i * 7 % 93]);
}
echo "levenshtein $sum\n";
