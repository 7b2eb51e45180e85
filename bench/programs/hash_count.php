<?php
// arrays: counts n pseudo-random keys in a hash, then walks it
$n = (int) ($argv[1] ?? 35000000);

$counts = [];
$seed = 42;
for ($i = 0; $i < $n; $i++) {
    $seed = $seed * 16807 % 2147483647;
    $key = $seed % 20011 * 7 + 3;
    if (isset($counts[$key])) {
        $counts[$key]++;
    } else {
        $counts[$key] = 1;
    }
}
$sum = 0;
foreach ($counts as $key => $count) {
    $sum = ($sum + $key * $count) % 1000003;
}
echo 'hash_count ', count($counts), ' ', $sum, ' ', max($counts), "\n";
