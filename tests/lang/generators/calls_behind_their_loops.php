<?php
// Calls behind a loop of a generator that yields nothing, where the consumer calls closures in between.
function f2($p0, $p1, $p2) {
    for ($i3 = 0; $i3 < 8; $i3++) { }
    if ($p0 > 100) throw new Exception("x");
    return $p0;
}
function num($x) { return $x; }
function g1($p0) {
    $local = 1;
    for ($y = 0; $y < 200; $y++) {
        for ($i6 = 0; $i6 < 3; $i6++) { }
        yield (8 + num(f2($p0 + $y, 100, $local)));
    }
}
function main() {
    $n = 0; $d = 0;
    try { foreach (g1(1) as $v) { if (++$n > 150) break; $fn = fn($p) => f2($p, 1, 2); $d += $fn($v); } } catch (Exception $e) { echo $e->getMessage(), "\n"; }
    echo "$n $d\n";
}
main();
