<?php
// arrays: n breadth-first searches through a maze of 80 by 80, with a queue and a map of distances
$n = (int) ($argv[1] ?? 480);

function maze(int $size, int $seed): array {
    $rows = [];
    for ($y = 0; $y < $size; $y++) {
        $row = [];
        for ($x = 0; $x < $size; $x++) {
            $seed = $seed * 16807 % 2147483647;
            $row[] = $seed % 10 < 3 ? '#' : '.';
        }
        $rows[] = $row;
    }
    $rows[0][0] = '.';
    return $rows;
}

function furthest(array $maze): array {
    $size = count($maze);
    $distance = [0 => 0];
    $queue = [[0, 0]];
    $head = 0;
    $far = 0;
    while ($head < count($queue)) {
        [$x, $y] = $queue[$head++];
        $next = $distance[$y * $size + $x] + 1;
        foreach ([[1, 0], [0, 1], [-1, 0], [0, -1]] as [$dx, $dy]) {
            $nx = $x + $dx;
            $ny = $y + $dy;
            if (!isset($maze[$ny][$nx]) || $maze[$ny][$nx] === '#') {
                continue;
            }
            $cell = $ny * $size + $nx;
            if (!isset($distance[$cell])) {
                $distance[$cell] = $next;
                $far = max($far, $next);
                $queue[] = [$nx, $ny];
            }
        }
    }
    return [count($queue), $far];
}

$reached = $total = 0;
for ($i = 1; $i <= $n; $i++) {
    [$cells, $far] = furthest(maze(80, $i * 31));
    $reached += $cells;
    $total += $far;
}
echo "array_queue $reached $total\n";
