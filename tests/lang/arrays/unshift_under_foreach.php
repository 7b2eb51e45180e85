<?php
// foreach by reference goes on after the element it was at, wherever array_unshift() put it.
$a = [1, 2, 3];
foreach ($a as &$v) {
    echo "$v\n";
    if ($v == 2) array_unshift($a, 'x', 'y');
}
unset($v);
echo implode(' ', $a), "\n";
$a = [5 => 2, "b" => 3, 9 => 4];
foreach ($a as $k => &$v) {
    echo "$k $v\n";
    if ($v == 3) array_unshift($a, 0);
    $v *= 2;
}
unset($v);
var_dump($a);
