<?php
$a = [];
$a[] = 'zero';
$a[10] = 'ten';
$a[] = 'eleven';
unset($a[11]);
$a[] = 'twelve';
$a['5'] = 'five';
$a['05'] = 'zero five';
$a[] = 'thirteen';
print_r($a);
$b = [1, 2, 3];
unset($b[2]);
$b[] = 'x';
unset($b[0], $b[1]);
print_r($b);
print_r(array_values($b));
$c = ['x' => ['y' => 1]];
$c['x']['z'][] = 5;
$c['new'][3]['q'] = true;
$c['new'][] = 'after';
print_r($c);
try {
    $d = [PHP_INT_MAX => 1];
    $d[] = 2;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
foreach ([fn() => $a[[]] ?? 'q', function () { $z = []; $z[new stdClass] = 1; }, function () { $z = []; return $z[[]]; }] as $f) {
    try {
        var_dump($f());
    } catch (TypeError $e) {
        echo get_class($e), "\n";
    }
}
$s = 'str';
try {
    $s['a']['b'] = 1;
} catch (Error $e) {
    echo get_class($e), "\n";
}
$n = null;
$n['auto'] = 1;
$n[]['x'] = 2;
print_r($n);
$i = 5;
var_dump($i['x'] ?? 'none', @$i['x']);
$f = false;
$f[] = 1;
print_r($f);
try {
    $i[] = 1;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
