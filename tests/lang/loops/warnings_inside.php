<?php
// Diagnostics come with the right line, in the right order, from compiled loops too.
$a = range(0, 150);
for ($i = 0; $i < 153; $i++) {
    $x =
        $a[$i];
}
for ($i = 0; $i < 152; $i++) {
    $s = $i > 150 ? 'abc' . []
        : 'x';
}
$z = 3;
try {
    for ($i = 0; $i < 200; $i++) {
        if ($i == 180) {
            $z = 0;
        }
        $q = 100 %
            $z;
    }
} catch (DivisionByZeroError $e) {
    echo $e->getMessage(), ' ', $e->getLine(), ' ', $i, "\n";
}
function inner($arr, $k) {
    return $arr[$k];
}
for ($i = 0; $i < 121; $i++) {
    $v = inner(['a' => 1], $i < 120 ? 'a' : 'missing');
}
var_dump($v);
$o = new stdClass;
$o->p = 1;
for ($i = 0; $i < 130; $i++) {
    if ($i == 128) {
        unset($o->p);
    }
    $v = $o->p;
}
set_error_handler(function ($no, $msg, $file, $line) {
    global $a, $i;
    echo "handler: $msg line $line i=$i\n";
    $a = ['replaced'];
    return true;
});
for ($i = 0; $i < 300; $i++) {
    $got = $a[$i] ?? null;
    if ($i == 200) {
        $got = $a[5000];
    }
}
var_dump(count($a), $got);
for ($i = 0; $i < 203; $i++) {
    $n = $i < 200 ? "5" + 1 : "5x" + 1;
}
$str = 'short';
for ($i = 0; $i < 160; $i++) {
    $c = $str[$i < 158 ? $i % 5 : 10];
}
var_dump($c);
for ($i = 0; $i < 130; $i++) {
    $null = $i < 128 ? [1] : null;
    $el = $null[0];
}
var_dump($el);
