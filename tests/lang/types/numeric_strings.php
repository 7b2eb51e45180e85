<?php
foreach (['5', '5.5', ' 5', '5 ', '5abc', 'abc', '', '0x5', '1e1', '.5', '-', '+3', '--3', "5\n", '1_000', '9223372036854775808'] as $s) {
    echo str_pad(json_encode($s), 24), is_numeric($s) ? 'numeric ' : 'not     ';
    try {
        var_dump($s + 1);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump('10' == '1e1', '10' == '10.0', 'abc' == 0, '0' == false, '' == null, 'a' == 'a ', '1' == '01', '100' == '1e2', null == 0, '0.0' == false, 'null' == null, 0 == '', 1 == '1abc', INF == 'INF', '1e1000' == '1e1001');
try {
    var_dump([] + 1);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
try {
    var_dump(new stdClass * 2);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
var_dump(null + 5, true + true, '3' . 4, '3' * '4', 7 . '', -'3', +'4.5', 1.5 . '|');
