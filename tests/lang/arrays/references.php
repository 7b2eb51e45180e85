<?php
$a = [1, 2, 3];
$r = &$a[1];
$b = $a;
$r = 'via ref';
var_dump($b[1], $a[1]);
$b[1] = 'via copy';
var_dump($a[1]);
unset($r);
$c = $a;
$c[0] = 'only c';
var_dump($a[0]);
$x = 1;
$arr = [&$x, 'k' => &$x];
$arr[0]++;
var_dump($x, $arr['k']);
$m = ['a' => ['b' => 1]];
$p = &$m['a']['b'];
$p = 2;
$q = &$m['new']['path'];
var_dump($m, $q);
function &ref_to(array &$arr, $k) { return $arr[$k]; }
$z = &ref_to($m, 'a');
$z['b'] = 'through function';
var_dump($m['a']['b']);
function add_one(&$v) { $v++; }
$n = [1, [2]];
add_one($n[0]);
add_one($n[1][0]);
add_one($n['made']);
var_dump($n);
$s1 = 'a';
$s2 = &$s1;
$s3 = $s2;
$s2 = 'b';
var_dump($s1, $s3);
foreach ([1, 2] as &$lit) {
    $lit *= 2;
}
var_dump($lit);
$g = 5;
function uses_global() { global $g, $fresh; $g++; $fresh = 'made'; $GLOBALS['other'] = 'x'; }
uses_global();
var_dump($g, $fresh, $other);
$swap = [1, 2];
[$swap[0], $swap[1]] = [$swap[1], $swap[0]];
var_dump($swap);
