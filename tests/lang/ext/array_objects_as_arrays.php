<?php
// Casts of array objects give what they hold; literals that are too large are T_DNUMBER.
var_dump((array) new ArrayObject(['a' => 1]), empty((array) new ArrayObject), (array) new ArrayIterator([1, 2]) === [1, 2]);
class Mine extends ArrayObject {}
$m = new Mine([5]);
$copy = (array) $m;
$copy[] = 6;
echo count($m), count($copy), "\n";
foreach (['0xFFFFFFFFFFFFFFFF', '0x7FFF_FFFFFFFFFFFF', '01777777777777777777777', '0777', '9223372036854775808', '12', '0b11', '0'] as $n) echo token_name(token_get_all("<?php $n;")[1][0]), ' ';
