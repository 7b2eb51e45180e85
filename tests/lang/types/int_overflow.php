<?php
$max = PHP_INT_MAX;
$min = PHP_INT_MIN;
var_dump($max + 1, $min - 1, $max * 2, -$min, $max + $max, $min + $min, $min * -1, $max - $min);
var_dump($max + 0, $min + 0, $max * 1, $min * 1, $max - 1, $min + 1);
$i = $max;
$i++;
var_dump($i);
$i = $min;
--$i;
var_dump($i);
$i = $max;
$i += 1;
var_dump($i);
$i = 3037000500;
var_dump($i * $i, 3037000499 * 3037000499);
var_dump(2 ** 62, 2 ** 63, 2 ** -1, (-2) ** 63, 7 ** 2, 0 ** 0, 2 ** 0.5, (-8) ** (1 / 3));
var_dump(intdiv($max, 2), $max % 2, $min % -1, -7 % 3, 7 % -3, fmod(-7, 3), fdiv(1, 0), fdiv(0, 0));
var_dump(1 << 62, 1 << 63, 1 << 64, 1 << 65, -1 >> 1, -1 >> 64, $min >> 63, $max >> 100);
foreach ([fn() => 1 << -1, fn() => 1 >> -1, fn() => 1 % 0, fn() => intdiv(1, 0), fn() => intdiv(PHP_INT_MIN, -1), fn() => 1 / 0] as $f) {
    try {
        var_dump($f());
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
var_dump(~5, ~-1, 6 & 3, 6 | 3, 6 ^ 3, "12" & "6", "ab" | "  ", "a" ^ "B", ~"abc" === "\x9e\x9d\x9c", 1.9 | 0, "6" & 3);
