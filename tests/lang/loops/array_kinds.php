<?php
// The array changes its kind under a running loop: ints, floats, mixed, holes, string keys, nested.
$a = [];
for ($i = 0; $i < 300; $i++) {
    if ($i < 100) {
        $a[] = $i;
    } elseif ($i < 150) {
        $a[] = $i + 0.5;
    } elseif ($i < 200) {
        $a[] = "s$i";
    } elseif ($i < 250) {
        $a["k$i"] = [$i];
    } else {
        $a[$i * 2] = null;
    }
}
echo count($a), ' ', md5(json_encode($a)), ' ', array_key_last($a), "\n";
function sum($arr) { $s = 0; foreach ($arr as $v) { $s += is_array($v) ? count($v) : (is_numeric($v) ? $v : 1); } return $s; }
var_dump(sum($a), sum(range(1, 200)), sum([1.5, 2.5]), sum(['a' => 1, 'b' => 2]), sum([]));
$ints = range(0, 199);
for ($i = 0; $i < 200; $i++) {
    $ints[$i] = $i == 120 ? 'string in the middle' : ($i > 150 ? $ints[$i] / 4 : $ints[$i] * 2);
}
var_dump($ints[119], $ints[120], $ints[151], $ints[152], count($ints));
$h = [];
for ($i = 200; $i > 0; $i--) {
    $h[$i] = $i;
}
$t = 0;
for ($i = 0; $i < 250; $i++) {
    $t += $h[$i] ?? 1000;
}
var_dump($t, array_key_first($h));
$rec = ['x' => 1, 'y' => 2.0];
for ($i = 0; $i < 200; $i++) {
    $rec['x'] += $i;
    $rec['y'] = $rec['x'] / 2;
    if ($i == 120) {
        $rec['z'] = 'new';
    }
    if ($i == 160) {
        unset($rec['y']);
        $rec['y'] = 0;
    }
}
var_dump($rec);
$shapes = [['a' => 1, 'b' => 2], ['b' => 3, 'a' => 4], ['a' => 5], ['a' => 'x', 'c' => 1], [7, 'a' => 8]];
$s = '';
for ($i = 0; $i < 300; $i++) {
    $s .= $shapes[$i % ($i < 150 ? 1 : 5)]['a'];
}
var_dump(md5($s), strlen($s));
$keys = [0, "1", 2, true, null, 'str', '05', -1, '9'];
$k = [];
for ($i = 0; $i < 270; $i++) {
    $key = $keys[$i % 9];
    $k[$key] = @($k[$key] + $i);
}
var_dump($k);
