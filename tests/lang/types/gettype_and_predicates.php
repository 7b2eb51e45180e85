<?php
$values = [null, true, 1, 1.5, 'x', 'strlen', '5', [], [1], new stdClass, fn() => 1, [new ArrayObject, 'count'], 'no_such_function'];
$predicates = ['is_null', 'is_bool', 'is_int', 'is_float', 'is_string', 'is_array', 'is_object', 'is_numeric', 'is_scalar', 'is_callable', 'is_iterable', 'is_countable'];
foreach ($values as $v) {
    echo str_pad(gettype($v), 10), str_pad(get_debug_type($v), 16);
    foreach ($predicates as $p) {
        echo $p($v) ? '1' : '0';
    }
    echo ' ', empty($v) ? 'empty' : 'full', "\n";
}
var_dump(isset($nothing), isset($values[0]), isset($values[1]), isset($values[99]), isset($values[4][0]), isset($values[4][5]), isset($values['a']['b']), $nothing ?? 'default', $values[99][1] ?? 'deep');
