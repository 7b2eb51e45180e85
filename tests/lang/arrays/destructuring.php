<?php
[$a, $b] = [1, 2];
list($c, , $d) = ['c', 'skipped', 'd'];
['x' => $x, 'y' => ['z' => $z]] = ['x' => 10, 'y' => ['z' => 20]];
[[$n1, [$n2]], $n3] = [[1, [2]], 3];
var_dump($a, $b, $c, $d, $x, $z, $n1, $n2, $n3);
[$a, $b] = [$b, $a];
var_dump($a, $b);
[, $second] = [1, 2];
[0 => $first, 2 => $third] = ['f', 's', 't'];
var_dump($second, $first, $third);
[$u, $v] = [1];
var_dump($v);
[$nul] = null;
[$num] = 42;
var_dump($nul, $num);
foreach ([[1, ['k' => 'a']], [2, ['k' => 'b']]] as [$id, ['k' => $k]]) {
    echo "$id$k ";
}
echo "\n";
$arr = [1, [2, 3]];
[&$ra, [, &$rb]] = $arr;
$ra = 'x';
$rb = 'y';
var_dump($arr);
$key = 'dyn';
[$key => $val, 'o' => $obj['p']] = ['dyn' => 5, 'o' => 6];
var_dump($val, $obj);
[$list[], $list[], $list[]] = [1, 2, 3];
var_dump($list);
$ret = [$p, $q] = [7, 8, 9];
var_dump($ret);
[$i, $arr2[$i]] = [1, 'at i'];
var_dump($arr2);
class P { public $a; public static $s; }
$o = new P;
[$o->a, P::$s] = ['A', 'S'];
var_dump($o->a, P::$s);
