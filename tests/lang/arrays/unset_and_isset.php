<?php
$a = ['a' => 1, 'b' => null, 'c' => ['d' => ['e' => 2]], 5 => 'x'];
var_dump(isset($a['a']), isset($a['b']), isset($a['c']['d']['e']), isset($a['c']['x']['e']), isset($a['a']['z']), isset($a['zz']), array_key_exists('b', $a), empty($a['b']), empty($a['c']['d']), empty($a['zz']['q']));
unset($a['c']['d']['e'], $a['nope'], $a['nope']['deeper'], $a['b']);
var_dump($a);
unset($a['c'], $a[5], $a['a']);
var_dump($a, isset($a), is_null($a));
unset($a);
var_dump(isset($a));
function f() {
    static $n = 0;
    $local = [1, 2, 3, 4];
    foreach ($local as $k => $v) {
        if ($v % 2) {
            unset($local[$k]);
        }
    }
    unset($n);
    var_dump(isset($n));
    return $local;
}
var_dump(f());
$x = [1, 2, 3];
$y = $x;
unset($x[1]);
var_dump(count($x), count($y), isset($y[1]));
$packed = range(0, 5);
unset($packed[5]);
$packed[] = 'next';
unset($packed[2]);
var_dump($packed);
