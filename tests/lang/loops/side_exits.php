<?php
// Branches that are rare at first and common later.
function f($n) {
    $even = $third = $rest = 0;
    $log = '';
    for ($i = 0; $i < $n; $i++) {
        if ($i > 400) {
            if ($i % 2 == 0) {
                $even++;
            } elseif ($i % 3 == 0) {
                $third += $i;
            } else {
                $rest ^= $i;
            }
        } else {
            $even += 2;
        }
        if ($i % 97 == 0) {
            $log .= "$i,";
        }
    }
    return [$even, $third, $rest, $log];
}
echo json_encode(f(1000)), json_encode(f(300)), "\n";
$counts = [];
for ($i = 0; $i < 1000; $i++) {
    switch ($i * 7 % 11) {
        case 0: $counts['zero'] = ($counts['zero'] ?? 0) + 1; break;
        case 1:
        case 2: $counts['low'] = ($counts['low'] ?? 0) + 1; break;
        case 5: $counts['five'] ??= $i; break;
        default: $counts['other'] = ($counts['other'] ?? 0) + $i;
    }
}
ksort($counts);
echo json_encode($counts), "\n";
$state = 'a';
$seen = [];
for ($i = 0; $i < 600; $i++) {
    $state = match ($state) { 'a' => $i % 5 ? 'b' : 'a', 'b' => $i % 3 ? 'c' : 'a', 'c' => $i % 2 ? 'a' : 'd', 'd' => 'a' };
    $seen[$state] = ($seen[$state] ?? 0) + 1;
}
ksort($seen);
echo json_encode($seen), "\n";
$x = 0;
for ($i = 0; $i < 1000; $i++) {
    $x += ($i & 1 ? 1 : -1) * ($i > 500 && $i < 600 || $i % 100 == 3 ? 10 : 1);
}
echo $x, "\n";
