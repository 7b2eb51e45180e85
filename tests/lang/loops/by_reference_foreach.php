<?php
// foreach by reference in hot loops: growth, removal, nested, over properties, references left behind.
$a = range(1, 200);
foreach ($a as $k => &$v) {
    $v = $k % 2 && is_int($v) ? $v * 2 : $v . '';
    if ($k < 50) {
        $a[] = 'grown';
    }
    if ($k % 40 == 39) {
        unset($a[$k]);
    }
}
unset($v);
echo count($a), md5(json_encode($a)), "\n";
$m = [];
for ($i = 0; $i < 30; $i++) {
    $m[] = range($i, $i + 10);
}
foreach ($m as &$row) {
    foreach ($row as &$cell) {
        $cell = $cell * 3 % 17;
    }
    unset($cell);
}
unset($row);
echo md5(json_encode($m)), array_sum(array_map('array_sum', $m)), "\n";
$copy = $m;
foreach ($copy as &$row) {
    $row = count($row);
}
echo array_sum($copy), is_array($m[0]) ? 'intact' : 'shared', "\n";
$row = 'last one overwritten';
echo end($copy), "\n";
$o = new stdClass;
for ($i = 0; $i < 120; $i++) {
    $o->{"p$i"} = $i;
}
foreach ($o as $name => &$prop) {
    $prop = strlen($name) + $prop;
}
unset($prop);
echo array_sum((array) $o), "\n";
$list = [1, 2, 3];
for ($round = 0; $round < 100; $round++) {
    foreach ($list as &$x) {
        $x = ($x * 5 + $round) % 101;
    }
    unset($x);
}
echo json_encode($list), "\n";
$n = 0;
$grow = [1];
foreach ($grow as &$g) {
    if ($n++ < 300) {
        $grow[] = $g + 1;
    }
}
unset($g);
echo count($grow), end($grow), "\n";
