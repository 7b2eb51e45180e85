<?php
foreach (['a', 'z', 'Az', 'zz', 'a9', 'Zz9', 'zZ9', '9', '9z', '5', '5.5', '1e2', ' 7', 1, 1.5, -1, -0.5] as $v) {
    $u = $v;
    $u++;
    echo json_encode($v), ' -> ', json_encode($u);
    if (is_numeric($v)) {
        $d = $v;
        --$d;
        echo ' and ', json_encode($d);
    }
    echo "\n";
}
$n = null;
$n++;
var_dump($n);
$i = 5;
var_dump($i++ + ++$i, $i, $i-- - --$i, $i);
$a = [1, 2];
$a[0]++;
++$a['new'];
var_dump($a);
$o = new stdClass;
$o->n = 1;
$o->n++;
$o->n += 5;
var_dump($o->n++, ++$o->n, $o->n--, $o);
try {
    $arr = [];
    $arr++;
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
