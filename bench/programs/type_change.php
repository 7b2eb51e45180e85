<?php
// types: values that change between int, float and string while the loop runs; n cells, 30 generations
$n = (int) ($argv[1] ?? 540000);

function step(mixed $cell, int $generation): mixed {
    if (is_int($cell)) {
        return $cell % 7 == 0 ? $cell / 2 + 0.25 : $cell + $generation;
    }
    if (is_float($cell)) {
        return $cell > 500.0 ? (int) $cell % 100 : ($cell > 100.0 ? 'v' . (int) $cell : $cell * 1.5);
    }
    return strlen($cell) * 10 + $generation;
}

$cells = [];
for ($i = 0; $i < $n; $i++) {
    $cells[] = $i % 101;
}
$total = 0;
$counts = ['int' => 0, 'float' => 0, 'string' => 0];
for ($generation = 1; $generation <= 30; $generation++) {
    foreach ($cells as $i => $cell) {
        $new = step($cell, $generation);
        $cells[$i] = $new;
        if (is_string($new)) {
            $counts['string']++;
        } elseif (is_float($new)) {
            $counts['float']++;
            $total += $new;
        } else {
            $counts['int']++;
            $total += $new;
        }
    }
}
printf("type_change %.4f %d %d %d\n", $total, $counts['int'], $counts['float'], $counts['string']);
