<?php
// foreach by value over hashes and records, with names, numbers and both as keys, and over arrays with holes.
class Noisy { public static int $dead = 0; public function __destruct() { self::$dead++; } }
function walk(array $a): string {
    $out = 0;
    $names = '';
    foreach ($a as $k => $v) {
        if (is_int($k)) $out += $k; else $names = $k . strlen($names);
        if (is_int($v)) $out += $v; elseif (is_array($v)) foreach ($v as $w) { $out += is_int($w) ? $w : 1; }
        $a[$k] = null;
        unset($k);
    }
    return "$out $names";
}
function pairs(array $list): int {
    $s = 0;
    foreach ($list as ['x' => $x, 'y' => [$y]]) $s += $x * $y;
    foreach ($list as $i => [ 'x' => $x]) $s += $i - $x;
    return $s;
}
function removing(array $a): string {
    $seen = [];
    foreach ($a as $k => $v) { unset($a[$k]); $a["new$k"] = $v; $seen[] = $k; }
    unset($a['new1'], $a['newb']);
    foreach ($a as $k => $v) $seen[] = "$k=$v";
    return implode(',', $seen);
}
function objects(int $n): int {
    $count = 0;
    foreach (['a' => new Noisy, 5 => new Noisy, 'c' => null] as $key => $value) { $count += $value ? 1 : 0; $value = null; }
    return $count + Noisy::$dead;
}
function refs(): string {
    $x = 1;
    $a = ['p' => 1, 'q' => &$x, 3 => 2];
    $s = 0;
    foreach ($a as $k => $v) { $x++; $s += $v; $v = 100; }
    foreach ($a as $k => &$w) { $w++; }
    return "$s " . implode(',', $a);
}
$inner = ['one' => 1, 'two' => 2, 7 => 3, 'list' => ['k' => 4, 9 => 5, 'z' => 'text']];
$big = [];
for ($i = 0; $i < 300; $i++) { $big[$i % 3 ? "k$i" : $i * 2] = $i % 5 ? $i : [$i, 'v' => $i]; }
$points = [];
for ($i = 0; $i < 150; $i++) $points[$i % 2 ? $i : $i + 1000] = ['x' => $i, 'y' => [$i % 7]];
$last = '';
for ($i = 0; $i < 120; $i++) {
    $last = walk($inner) . ' ' . walk(['a' => $i, 'b' => [$i, $i], 'c' => 'text']) . ' ' . removing(['a' => 1, 'b' => $i, 1 => 'x']);
    $last .= ' ' . objects($i) . ' ' . refs();
}
echo $last, "\n", walk($big), "\n", pairs(array_values($points)), ' ', pairs($points), "\n";
$total = 0;
$previous = null;
for ($i = 0; $i < 100; $i++) {
    foreach (['id' => $i, 'name' => "n$i", 'f' => 1.5] as $key => $value) {
        if ($key === 'id') $total += $value;
        if ($key === 'f') $total += (int) ($value * 2);
        $previous = $key;
    }
}
echo $total, ' ', $previous, ' ', $value, "\n";
