<?php
function inc(&$x) { $x++; }
function swap(&$a, &$b): void { [$a, $b] = [$b, $a]; }
function fill(array &$out, int $n = 3) { for ($i = 0; $i < $n; $i++) { $out[] = $i; } }
$a = 1;
inc($a);
inc($undefined);
inc($arr['k']['deep']);
$o = new stdClass;
inc($o->prop);
var_dump($a, $undefined, $arr, $o);
$x = 'x';
$y = 'y';
swap($x, $y);
echo $x, $y, "\n";
$list = [];
fill($list);
fill($list, 1);
echo json_encode($list), "\n";
function &counter() { static $c = 0; $c++; return $c; }
$r = &counter();
$r += 10;
echo counter(), ' ', $r, "\n";
function variadic_ref(&...$all) { foreach ($all as &$v) { $v .= '!'; } }
$p = 'p';
$q = 'q';
variadic_ref($p, $q);
echo $p, $q, "\n";
$f = function (&$z) use (&$a) { $z = 'set'; $a = 'captured'; };
$f($new);
echo $new, $a, "\n";
function pass_through(&$v) { inner($v); }
function inner(&$v) { $v = 'inner'; }
$val = 'outer';
pass_through($val);
echo $val, "\n";
function ret_val() { return 5; }
inc(ret_val());
$arr = [3, 1, 2];
sort($arr);
echo end($arr), ' ', array_pop($arr), ' ', json_encode($arr), "\n";
$m = [1, 2];
call_user_func_array('inc', [&$m[0]]);
echo $m[0], "\n";
preg_match('/(\d+)/', 'abc 42', $found);
echo $found[1], "\n";
class R { private $data = ['a' => 1]; function &get($k) { return $this->data[$k]; } function dump() { echo json_encode($this->data), "\n"; } }
$obj = new R;
$ref = &$obj->get('a');
$ref = 'changed';
$copy = $obj->get('a');
$copy = 'not';
$obj->dump();
$s = 5;
$t = &$s;
(function () use ($t) { $t = 6; })();
echo $s, "\n";
