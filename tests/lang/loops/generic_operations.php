<?php
// Operators on mixed operands, casts, null, bools and comparisons, all in one hot loop.
$values = [0, 1, -1, 2.5, -0.0, '3', '4.5', 'abc', '', null, true, false, 1e3, '1e3', PHP_INT_MAX];
$n = count($values);
$h = 0;
$ok = 0;
for ($i = 0; $i < $n * $n * 4; $i++) {
    $a = $values[$i % $n];
    $b = $values[intdiv($i, $n) % $n];
    $h = ($h * 31 + ($a == $b ? 1 : 0) + ($a === $b ? 2 : 0) + ($a < $b ? 4 : 0) + ($a <= $b ? 8 : 0) + ($a <=> $b) + ($a && $b ? 16 : 0) + ($a || $b ? 32 : 0) + ($a xor $b ? 64 : 0) + (!$a ? 128 : 0)) % 1000003;
    if (is_numeric($a) && is_numeric($b)) {
        $h = ($h + crc32((string) ($a + $b) . ($a - $b) . ($a * $b))) % 1000003;
        $ok++;
    }
    $h = ($h + crc32($a . $b) + (int) $a % 100 + (int) (bool) $b + strlen((string) $a)) % 1000003;
    $c = $a ?? $b ?: 'none';
    $h ^= crc32(gettype($c));
    $h %= 1000003;
}
var_dump($h, $ok);
$x = null;
for ($i = 0; $i < 200; $i++) {
    $x ??= $i;
    $x = $i % 50 == 49 ? null : $x + 1;
}
var_dump($x);
$flags = 0;
for ($i = 0; $i < 256; $i++) {
    $flags |= $i;
    $flags ^= $i << 3;
    $flags &= 0xFFFF;
    $flags = ~$flags & 0xFFFFF;
    $flags >>= $i % 3;
}
var_dump($flags);
$f = 1.0;
for ($i = 1; $i < 300; $i++) {
    $f = $f * 1.01 + $i / 3 - sqrt($i) + $i ** 0.5 - floor($f / 1000) * 1000 + fmod($i, 7);
    $f = $i % 100 == 0 ? round($f, 3) : $f;
    $f = abs(-$f) + min($i, 3) + max(1.5, $i % 4);
}
var_dump(round($f, 6));
$t = true;
$c = 0;
for ($i = 0; $i < 300; $i++) {
    $t = !$t;
    $c += $t + !$t + ($t ? 1 : 0);
    $c += (int) ($i / 2) + ($i >> 1) + intdiv($i, 2) + $i % -7;
}
var_dump($c);
