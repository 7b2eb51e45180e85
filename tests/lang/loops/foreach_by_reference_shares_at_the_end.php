<?php
// The last element's reference ends with the loop variable, though the array was copied inside the loop.
$list = [1, 2, 3, 4];
foreach ($list as &$value) {
    $copy = $list;
}
unset($value);
var_dump($copy);
$list[3] = false;
var_dump($copy[3], $list[3]);
