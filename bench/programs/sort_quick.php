<?php
// arrays: quicksort of n ints, in place
$n = (int) ($argv[1] ?? 1700000);

function quicksort(array &$a, int $left, int $right): void {
    while ($left < $right) {
        $i = $left;
        $j = $right;
        $pivot = $a[($left + $right) >> 1];
        while ($i <= $j) {
            while ($a[$i] < $pivot) {
                $i++;
            }
            while ($a[$j] > $pivot) {
                $j--;
            }
            if ($i <= $j) {
                $t = $a[$i];
                $a[$i] = $a[$j];
                $a[$j] = $t;
                $i++;
                $j--;
            }
        }
        // The smaller half by recursion, the larger one here.
        if ($j - $left < $right - $i) {
            quicksort($a, $left, $j);
            $left = $i;
        } else {
            quicksort($a, $i, $right);
            $right = $j;
        }
    }
}

$a = [];
$seed = 7;
for ($i = 0; $i < $n; $i++) {
    $seed = $seed * 16807 % 2147483647;
    $a[] = $seed % 1000000;
}
quicksort($a, 0, $n - 1);
$check = 0;
for ($i = 0; $i < $n; $i++) {
    if ($i > 0 && $a[$i - 1] > $a[$i]) {
        exit("not sorted\n");
    }
    $check = ($check * 31 + $a[$i]) % 1000003;
}
echo "sort_quick $check\n";
