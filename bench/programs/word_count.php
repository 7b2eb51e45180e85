<?php
// strings: counts the words of a text and sorts them by frequency, n times
$n = (int) ($argv[1] ?? 1700);

$vocabulary = ['the', 'Quick', 'brown', 'fox', 'jumps', 'over', 'a', 'lazy', 'dog', 'And', 'runs', 'away', 'from', 'their', 'House', 'of', 'cards'];
$text = '';
$seed = 9;
for ($i = 0; $i < 8000; $i++) {
    $seed = $seed * 16807 % 2147483647;
    $text .= $vocabulary[$seed % 17] . ($seed % 11 == 0 ? ".\n" : ($seed % 13 == 0 ? ', ' : ' '));
}

function frequencies(string $text): array {
    $counts = [];
    foreach (explode(' ', str_replace(["\n", '.', ','], ' ', strtolower($text))) as $word) {
        if ($word === '') {
            continue;
        }
        $counts[$word] = ($counts[$word] ?? 0) + 1;
    }
    uksort($counts, fn($a, $b) => $counts[$b] <=> $counts[$a] ?: strcmp($a, $b));
    return $counts;
}

$check = 0;
for ($i = 0; $i < $n; $i++) {
    $rank = 1;
    foreach (frequencies($text) as $word => $count) {
        $check = ($check + $rank++ * $count * strlen($word)) % 1000003;
    }
}
echo "word_count $check\n";
