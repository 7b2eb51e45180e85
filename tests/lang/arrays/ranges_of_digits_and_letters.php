<?php
// Ends that may be characters, rounding, and what array functions make of numbers and nulls; not for php8.2,
// which reads the ends as numbers.
foreach ([['1', '3'], ['9', 'B'], [1, '3'], ['a', 3], ['', 'c'], ['aa', 'c'], ['1', '3', 0.5], ['a', 'c', 0.5], [4.5, 4.2, 0.1], [3.5, 0], [null, 2], [1, 2, 5],
    [PHP_INT_MIN, PHP_INT_MAX], [0.0, 1e11, 0.1]] as $ends) {
    try {
        echo json_encode(range(...$ends)), "\n";
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
$a = [-3 => 0];
array_pop($a);
array_push($a, 1, 2);
echo json_encode($a), json_encode(array_merge_recursive(['a' => null], ['a' => null])), json_encode(array_change_key_case(['ab' => 1], -5)), "\n";
class Typed { public int $i = 1; }
$typed = new Typed;
$i = &$typed->i;
try {
    extract(['i' => 'no']);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
var_dump(extract(['i' => '7', '' => 0, '9' => 1], EXTR_OVERWRITE), $typed->i, extract(['' => 0, 'q' => 1, 5 => 2], EXTR_PREFIX_ALL, 'p'), $p_q, $p_5);
