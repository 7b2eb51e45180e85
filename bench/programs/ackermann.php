<?php
// recursion: Ackermann's and Takeuchi's functions, n times
$n = (int) ($argv[1] ?? 270);

function ackermann(int $m, int $n): int {
    if ($m == 0) {
        return $n + 1;
    }
    if ($n == 0) {
        return ackermann($m - 1, 1);
    }
    return ackermann($m - 1, ackermann($m, $n - 1));
}

function tak(int $x, int $y, int $z): int {
    if ($y >= $x) {
        return $z;
    }
    return tak(tak($x - 1, $y, $z), tak($y - 1, $z, $x), tak($z - 1, $x, $y));
}

$sum = 0;
for ($i = 0; $i < $n; $i++) {
    $sum += ackermann(2, 100 + $i % 50) + ackermann(3, 4 + $i % 2) + tak(12, 8, $i % 4);
}
echo "ackermann $sum\n";
