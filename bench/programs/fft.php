<?php
// numeric: n fast Fourier transforms of 1024 points, in place over two arrays
$n = (int) ($argv[1] ?? 1300);

function fft(array &$re, array &$im): void {
    $size = count($re);
    for ($i = 1, $j = 0; $i < $size; $i++) {
        $bit = $size >> 1;
        while ($j & $bit) {
            $j ^= $bit;
            $bit >>= 1;
        }
        $j ^= $bit;
        if ($i < $j) {
            [$re[$i], $re[$j]] = [$re[$j], $re[$i]];
            [$im[$i], $im[$j]] = [$im[$j], $im[$i]];
        }
    }
    for ($length = 2; $length <= $size; $length <<= 1) {
        $angle = -2.0 * M_PI / $length;
        $stepRe = cos($angle);
        $stepIm = sin($angle);
        $half = $length >> 1;
        for ($start = 0; $start < $size; $start += $length) {
            $wr = 1.0;
            $wi = 0.0;
            for ($k = $start; $k < $start + $half; $k++) {
                $m = $k + $half;
                $tr = $re[$m] * $wr - $im[$m] * $wi;
                $ti = $re[$m] * $wi + $im[$m] * $wr;
                $re[$m] = $re[$k] - $tr;
                $im[$m] = $im[$k] - $ti;
                $re[$k] += $tr;
                $im[$k] += $ti;
                $t = $wr * $stepRe - $wi * $stepIm;
                $wi = $wr * $stepIm + $wi * $stepRe;
                $wr = $t;
            }
        }
    }
}

$sum = 0.0;
for ($round = 0; $round < $n; $round++) {
    $re = $im = [];
    for ($i = 0; $i < 1024; $i++) {
        $re[] = ($i * 37 + $round) % 101 / 101;
        $im[] = 0.0;
    }
    fft($re, $im);
    $sum += abs($re[3]) + abs($im[5]) + abs($re[512]);
}
printf("fft %.6f\n", $sum);
