<?php
// Many values at once, live across calls, exits and type changes: nothing may be lost.
function id($x) { return $x; }
function pick($i, ...$all) { return $all[$i % count($all)]; }
$a = 1; $b = 2.5; $c = 'three'; $d = [4]; $e = null; $f = true; $g = 7; $h = 8.5; $j = 'nine'; $k = 10; $l = 11; $m = 12.5; $n = 13; $o = 14; $p = 15; $q = 16.5; $r = 17; $s = 18;
$log = 0;
for ($i = 0; $i < 500; $i++) {
    $a += id($g) % 3;
    $b = $b * 0.99 + id($h);
    $c = strlen($c) > 10 ? 'three' : $c . $i % 10;
    $d[$i % 4] = id($a);
    $e = $i % 40 == 39 ? $d : ($i % 40 == 20 ? $c : $e);
    $f = !$f;
    $g = $f ? $k + $l : $n - $o;
    $h = $m / 2 + $q;
    $j = pick($i, $c, $j, 'x', 'yz');
    $k = ($k * 5 + $p) % 1009;
    $l = ($l ^ $r) + ($f ? 1 : 0);
    $m = $i % 100 == 50 ? 1.0 : $m + 0.25;
    $n = $s - $n;
    $o = ($o + $k) % 77;
    $p = is_array($e) ? count($e) : (is_string($e) ? strlen($e) : -1);
    $q = $i == 300 ? 2 : $q;
    $r = ($r + $l) % 509;
    $s = $i % 2 ? $r : $o;
    if ($i % 71 == 70) {
        $log = crc32($log . json_encode([$a, round($b, 6), $c, $d, $e, $f, $g, $h, $j, $k, $l, $m, $n, $o, $p, $q, $r, $s]));
    }
}
var_dump($log, $a, round($b, 6), $c, $d, $f, $g, $h, $j, $k, $l, $m, $n, $o, $p, $q, $r, $s);
function many($a, $b, $c, $d, $e, $f, $g, $h) { $t = $a + $b; $u = $c . $d; $v = [$e, $f]; $w = id($t) + id($g); foreach ($v as $x) { $w += $x + $h; } return [$t, $u, $v, $w]; }
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    [$t, $u, $v, $w] = many($i, $i + 0.5, "a$i", $i % 3 ? 'b' : 5, $i, $i * 2, $i > 200 ? 1.5 : 1, 3);
    $sum += $t + strlen($u) + array_sum($v) + $w;
}
var_dump($sum);
