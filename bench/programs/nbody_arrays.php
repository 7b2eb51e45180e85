<?php
// numeric: the same motion over plain arrays of coordinates
$n = (int) ($argv[1] ?? 430000);

$x = [0.0, 4.84, 8.34, 12.89, 15.37];
$y = [0.0, -1.16, 4.12, -15.11, -25.9];
$z = [0.0, -0.10, -0.4, -0.22, 0.179];
$vx = [0.0, 0.6, -1.01, 1.08, 0.97];
$vy = [0.0, 2.8, 1.82, 0.86, 0.59];
$vz = [0.0, -0.02, 0.008, -0.01, -0.034];
$mass = [39.47, 0.037, 0.011, 0.0017, 0.002];
$count = count($mass);
$dt = 0.01;

for ($step = 0; $step < $n; $step++) {
    for ($i = 0; $i < $count; $i++) {
        for ($j = $i + 1; $j < $count; $j++) {
            $dx = $x[$i] - $x[$j];
            $dy = $y[$i] - $y[$j];
            $dz = $z[$i] - $z[$j];
            $d2 = $dx * $dx + $dy * $dy + $dz * $dz;
            $mag = $dt / ($d2 * sqrt($d2));
            $vx[$i] -= $dx * $mass[$j] * $mag;
            $vy[$i] -= $dy * $mass[$j] * $mag;
            $vz[$i] -= $dz * $mass[$j] * $mag;
            $vx[$j] += $dx * $mass[$i] * $mag;
            $vy[$j] += $dy * $mass[$i] * $mag;
            $vz[$j] += $dz * $mass[$i] * $mag;
        }
    }
    for ($i = 0; $i < $count; $i++) {
        $x[$i] += $dt * $vx[$i];
        $y[$i] += $dt * $vy[$i];
        $z[$i] += $dt * $vz[$i];
    }
}
printf("nbody %.9f %.9f %.9f\n", $x[1], $y[2], $vz[3]);
