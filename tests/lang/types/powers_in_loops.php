<?php
// Powers in loops: int squares, floats whose square by pow() is not x * x rounded, zero to negative powers.
function powers(array $bases, int|float $exponent): string {
    $line = '';
    foreach ($bases as $base) {
        $line .= ' ' . var_export($base ** $exponent, true) . '/' . var_export(pow($base, $exponent), true);
    }
    return $line;
}
$near = [1.0368391627375619, 1.0189935864470727, 1.720218375241622];
$ints = [3, -7, 3037000499, 3037000500, -3037000500];
$mixed = [2.5, -1.5, 1e200, -0.0, 0.0, 4, NAN, INF];
for ($round = 0; $round < 40; $round++) {
    $now = powers($near, 2) . powers($ints, 2) . powers($mixed, 2) . powers($mixed, 0.5) . powers($mixed, NAN);
    if ($round && $now !== $before) echo "round $round: $now\n";
    $before = $now;
}
echo $before, "\n";

foreach ($near as $x) {
    $other = 0;
    for ($i = 0; $i < 50; $i++) {
        if ($x ** 2 === $x * $x) $other++;
    }
    var_dump($other);
}

// A base that becomes zero, an exponent that becomes negative.
for ($i = 40; $i > 0; $i--) {
    $sum = ($sum ?? 0) + $i ** -1.5 + 2.0 ** $i + pow($i, -0.5);
}
var_dump($sum);
for ($i = 60; $i >= -60; $i--) {
    if ($i != 0 || $i === 0) $sum = fdiv(1.0, 3.0) ** $i;
}
var_dump($sum);
