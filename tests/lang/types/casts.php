<?php
$values = [null, true, false, 0, 1, -5, 1.9, -1.9, 1e20, NAN, '', '0', '0.0', 'a', '12', '12abc', ' 7', '7 ', '1e2', '.5', "\n3", [], [0], ['a' => 1]];
foreach ($values as $v) {
    echo str_pad(str_replace("\n", '', var_export($v, true)), 24), ' => ';
    echo json_encode([(int) $v, (bool) $v]), ' ';
    echo is_array($v) ? 'array' : var_export((string) $v, true), ' ';
    var_dump((float) $v);
}
var_dump((array) 'x', (array) null, (array) 1.5, (object) ['a' => 1], (object) 'scalar', (array) (object) ['p' => 2]);
var_dump((int) '0x1A', (int) '012', (int) 1e19 === (int) 1e19, (int) '9999999999999999999', intval('101', 2), intval('0x1f', 16), intval('0b11', 0), intval('017', 0));
var_dump(settype($s, 'array'), $s, boolval('0.0'), floatval('1.5abc'), strval(1.0), (string) 1e15, (string) 123456789012345678, (string) 0.1, (string) -0.0, (string) 1e22);
