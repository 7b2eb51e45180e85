<?php
// numeric: iterations of the Mandelbrot set over an n by n grid
$n = (int) ($argv[1] ?? 800);

function mandelbrot(int $size): int {
    $total = 0;
    for ($y = 0; $y < $size; $y++) {
        $ci = 2.0 * $y / $size - 1.0;
        for ($x = 0; $x < $size; $x++) {
            $cr = 3.0 * $x / $size - 2.0;
            $zr = $zi = 0.0;
            $i = 0;
            while ($i < 100 && $zr * $zr + $zi * $zi < 4.0) {
                $t = $zr * $zr - $zi * $zi + $cr;
                $zi = 2.0 * $zr * $zi + $ci;
                $zr = $t;
                $i++;
            }
            $total += $i;
        }
    }
    return $total;
}

echo 'mandelbrot ', mandelbrot($n), "\n";
