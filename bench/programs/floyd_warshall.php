<?php
// numeric: shortest paths between all pairs of 60 nodes, n times
$n = (int) ($argv[1] ?? 200);

const FAR = 1000000;

function random_graph(int $nodes, int $seed): array {
    $d = [];
    for ($i = 0; $i < $nodes; $i++) {
        for ($j = 0; $j < $nodes; $j++) {
            $seed = $seed * 16807 % 2147483647;
            $d[$i][$j] = $i == $j ? 0 : ($seed % 4 == 0 ? $seed % 97 + 1 : FAR);
        }
    }
    return $d;
}

function shortest(array $d): array {
    $nodes = count($d);
    for ($k = 0; $k < $nodes; $k++) {
        for ($i = 0; $i < $nodes; $i++) {
            $via = $d[$i][$k];
            if ($via == FAR) {
                continue;
            }
            for ($j = 0; $j < $nodes; $j++) {
                $length = $via + $d[$k][$j];
                if ($length < $d[$i][$j]) {
                    $d[$i][$j] = $length;
                }
            }
        }
    }
    return $d;
}

$sum = 0;
for ($round = 1; $round <= $n; $round++) {
    foreach (shortest(random_graph(60, $round)) as $row) {
        $sum += array_sum($row);
    }
}
echo "floyd_warshall $sum\n";
