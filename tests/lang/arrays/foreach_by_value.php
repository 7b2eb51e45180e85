<?php
$a = ['x' => 1, 'y' => 2, 'z' => 3];
foreach ($a as $k => $v) {
    echo "$k=$v ";
    if ($k === 'x') {
        $a['added'] = 4;
        unset($a['y']);
    }
    $v = 'changed';
}
echo "\n";
print_r($a);
foreach ([] as $never) {
    echo 'never';
}
foreach ([1, 2, 3] as $i => $last);
var_dump($i, $last);
foreach ($a as $k => $a) {
    echo $k, ' ';
}
var_dump($a);
$outer = [1, 2];
foreach ($outer as $x) {
    foreach ($outer as $y) {
        echo $x, $y, ' ';
        if ($y == 1 && $x == 2) {
            continue 2;
        }
        if ($x == 2) {
            break 2;
        }
    }
}
echo "\n";
$o = new stdClass;
$o->a = 1;
$o->b = [2];
foreach ($o as $k => $v) {
    echo $k, json_encode($v), ' ';
    if ($k === 'a') {
        $o->c = 3;
    }
}
echo "\n";
foreach ([1, 2] as $arr['key']) {
    var_dump($arr);
}
foreach (5 as $z) {
}
foreach (null as $z) {
}
$i = 0;
foreach ([10, 20, 30] as $idx => $val) {
    if ($idx == 1) {
        continue;
    }
    $i += $val;
}
var_dump($i);
