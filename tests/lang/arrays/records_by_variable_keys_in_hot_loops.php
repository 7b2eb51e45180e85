<?php
// Records read and written under keys that vary.
const WORDS = ['if' => 1, 'else' => 2, 'while' => 3];
function words(int $n): string {
    $names = ['if', 'for', 'else', 'while', 'x', '1'];
    $sums = ['if' => 0, 'else' => 0, 'while' => 0.5];
    $found = 0;
    for ($i = 0; $i < $n; $i++) {
        $w = $names[$i % 6];
        if (isset(WORDS[$w])) { $found += WORDS[$w]; $sums[$w] += $i; }
        $copy = $sums;
        $copy[$w] = $i;
        $found += count($copy) + (int) $copy[$w] + ($sums[$w] ?? 7);
        $sums[$i % 4 ? 'if' : 'else']++;
        if ($i === $n - 5) unset($sums['else']);
        $sums['else'] ??= 3;
    }
    return $found . ' ' . json_encode($sums);
}
echo words(300), "\n";
