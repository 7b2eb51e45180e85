<?php
$a = [1, 'k' => 2, 3, 7 => 'seven', 'eight', '9' => 'int key', '09' => 'string key', 1.7 => 'truncated', true => 'one', null => 'empty', -5 => 'neg'];
var_dump($a);
var_dump(array(1, 2, array(3)), [], [[]], ['a' => ['b' => ['c' => 1]]]);
var_dump([...[1, 2], ...[3], 'x' => 1, ...['x' => 2, 'y' => 3], ...[]]);
$b = [5 => 'a', 'b'];
$b[] = 'c';
$b['s'] = 'd';
$b[] = 'e';
var_dump($b, count($b), array_key_last($b), end($b), key($b));
const ITEM = 5;
const LIST_OF = [1, 'i' => ITEM, 'sum' => ITEM + 2 * ITEM, [ITEM => 'x']];
var_dump(LIST_OF, LIST_OF['sum'], LIST_OF[1][5]);
