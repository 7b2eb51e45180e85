<?php
// A spread array goes to functions that take some arguments by reference and others by value.
$f = 'preg_match';
$m = null;
$args = ['~b(.)~', 'abc', &$m, PREG_OFFSET_CAPTURE];
var_dump($f(...$args), $m);

function mixed_up($a, &$b, $c = 'c', &...$rest) {
    $b .= $a . $c;
    foreach ($rest as &$r) $r = strtoupper($r);
}
$values = ['x', 'y', 'z', 'p', 'q'];
mixed_up(...$values);
echo implode(',', $values), "\n";
for ($i = 0; $i < 300; ++$i) {
    $numbers = [$i, $i + 1];
    mixed_up(...$numbers);
}
echo $numbers[1], "\n";
