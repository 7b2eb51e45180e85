<?php
$a = [1, 2, 3];
foreach ($a as $k => &$v) {
    $v *= 10;
    if ($k == 0) {
        $a[] = 4;
    }
    if (count($a) > 8) {
        break;
    }
}
print_r($a);
foreach ($a as $v) {
}
print_r($a);
unset($v);
$m = ['a' => [1, 2], 'b' => [3]];
foreach ($m as &$inner) {
    foreach ($inner as &$n) {
        $n++;
    }
    unset($n);
    $inner[] = 'end';
}
unset($inner);
print_r($m);
$d = [1, 2, 3, 4, 5];
foreach ($d as $k => &$x) {
    echo $x, ' ';
    if ($x == 2) {
        unset($d[2]);
    }
    if ($x == 4) {
        $d[] = 6;
    }
}
unset($x);
echo "\n";
print_r($d);
$copy = [1, 2, 3];
$other = $copy;
foreach ($copy as &$c) {
    $c = 0;
}
unset($c);
echo json_encode([$copy, $other]), "\n";
$o = new stdClass;
$o->p = 1;
$o->q = 2;
foreach ($o as &$prop) {
    $prop *= 5;
}
unset($prop);
print_r($o);
function gen_array() { return [1, 2]; }
foreach (gen_array() as &$t) {
    $t++;
    echo $t;
}
echo "\n";
