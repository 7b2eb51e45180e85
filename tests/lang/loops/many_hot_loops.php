<?php
// Many loops and functions turn hot, far more than caches of traces like.
$code = '';
for ($f = 0; $f < 400; $f++) {
    $code .= "function f$f(\$n) { \$s = $f; for (\$i = 0; \$i < \$n; \$i++) { \$s = (\$s * " . ($f % 7 + 2) . " + \$i) % 10007; if (\$s % " . ($f % 5 + 2) . " == 0) { \$s++; } } return \$s; }\n";
}
eval($code);
$total = 0;
for ($round = 0; $round < 3; $round++) {
    for ($f = 0; $f < 400; $f++) {
        $name = "f$f";
        $total = ($total * 3 + $name(80 + $round)) % 1000003;
    }
}
var_dump($total);
$x = 0;
for ($i = 0; $i < 3000; $i++) {
    switch ($i * 7919 % 64) {
        case 0: $x += 1; break; case 1: $x ^= 3; break; case 2: $x += $i; break; case 3: $x -= 7; break; case 4: $x *= 3; break; case 5: $x >>= 1; break;
        case 6: $x += 11; break; case 7: $x = -$x; break; case 8: $x %= 9973; break; case 9: $x += 5; break; case 10: $x |= 16; break; case 11: $x &= 0xFFFFF; break;
        case 12: $x += strlen("s$x"); break; case 13: $x = abs($x); break; case 14: $x = max($x, $i); break; case 15: $x = min($x, 99999); break;
        default: $x += $i % 64 > 40 ? 2 : -1;
    }
    $x %= 1000003;
}
var_dump($x);
function tree($a, $d) { return $d == 0 ? $a : ($a % 2 ? tree($a * 3 + 1, $d - 1) : tree($a >> 1, $d - 1)) + ($a % 3 ? 1 : 2); }
$t = 0;
for ($i = 0; $i < 400; $i++) {
    $t += tree($i, $i % 12);
}
var_dump($t);
