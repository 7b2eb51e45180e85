<?php
// numeric: pancake flips over all permutations of 8, n times
$n = (int) ($argv[1] ?? 49);

function fannkuch(int $size): array {
    $perm = range(0, $size - 1);
    $count = array_fill(0, $size, 0);
    $max = $checksum = $nr = 0;
    $r = $size;
    while (true) {
        while ($r != 1) {
            $count[$r - 1] = $r;
            $r--;
        }
        $p = $perm;
        $flips = 0;
        while (($k = $p[0]) != 0) {
            for ($i = 0, $j = $k; $i < $j; $i++, $j--) {
                $t = $p[$i];
                $p[$i] = $p[$j];
                $p[$j] = $t;
            }
            $flips++;
        }
        if ($flips > $max) {
            $max = $flips;
        }
        $checksum += $nr++ % 2 == 0 ? $flips : -$flips;
        while (true) {
            if ($r == $size) {
                return [$checksum, $max];
            }
            $first = $perm[0];
            for ($i = 0; $i < $r; $i++) {
                $perm[$i] = $perm[$i + 1];
            }
            $perm[$r] = $first;
            if (--$count[$r] > 0) {
                break;
            }
            $r++;
        }
    }
}

$sum = 0;
for ($i = 0; $i < $n; $i++) {
    [$checksum, $max] = fannkuch(8);
    $sum += $checksum * ($i + 1) + $max;
}
echo "fannkuch $sum\n";
