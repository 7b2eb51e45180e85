<?php
// numeric: spectral norm of an n by n matrix given by a function
$n = (int) ($argv[1] ?? 730);

function a($i, $j) {
    return 1 / ((($i + $j) * ($i + $j + 1) >> 1) + $i + 1);
}

function multiply(array $v, bool $transposed): array {
    $n = count($v);
    $result = [];
    for ($i = 0; $i < $n; $i++) {
        $sum = 0.0;
        for ($j = 0; $j < $n; $j++) {
            $sum += ($transposed ? a($j, $i) : a($i, $j)) * $v[$j];
        }
        $result[] = $sum;
    }
    return $result;
}

$u = array_fill(0, $n, 1.0);
for ($i = 0; $i < 10; $i++) {
    $v = multiply(multiply($u, false), true);
    $u = multiply(multiply($v, false), true);
}
$uv = $vv = 0.0;
for ($i = 0; $i < $n; $i++) {
    $uv += $u[$i] * $v[$i];
    $vv += $v[$i] * $v[$i];
}
printf("spectral_norm %.9f\n", sqrt($uv / $vv));
