<?php
class A { public $pub = 1; protected $pro = [1, 'k' => null]; private $pri = 1.5; public ?A $typed; public static $st = 'not shown'; public readonly int $ro; }
$a = new A;
$nested = ['int' => 1, 'float' => 1.0, 'str' => "multi\nline", 'null' => null, 'bool' => false, 'list' => [1, [2, []]], 'obj' => $a, 5 => 'five', -1 => 'neg', '' => 'empty key'];
var_dump($nested);
print_r($nested);
var_export($nested);
echo "\n", json_encode($nested, JSON_PRETTY_PRINT | JSON_PARTIAL_OUTPUT_ON_ERROR), "\n";
var_export([true, null, 1.0, -0.0, 'q\'uo\\te', "nul\0", 1e100, [], new stdClass, (object) ['a' => 1]]);
echo "\n";
$r = [1];
$r['self'] = &$r;
var_dump($r);
print_r($r);
$x = 1;
$refs = [&$x, $x];
var_dump($refs);
var_dump((object) ['a' => [1]], 1, 'two');
echo print_r(null, true), print_r(false, true), print_r(1.0, true), print_r("s", true), "|\n";
var_dump(fopen('php://memory', 'r') !== false, STDIN);
