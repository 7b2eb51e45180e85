<?php
// array_walk() shows all properties of an object, private ones under the names they are kept by.
class Base { private $own = 1; protected $shared = 2; }
class Walked extends Base { private $own = 3; public $open = 4; }
$o = new Walked;
array_walk($o, function ($value, $key) { echo str_replace("\0", '~', $key), "=$value\n"; });
array_walk($o, function (&$value, $key, $by) { $value *= $by; }, 10);
print_r($o);
array_walk_recursive($o, function (&$value) { $value = "<$value>"; });
var_dump($o);
$plain = (object) ['a' => 1, 'b' => [2]];
array_walk($plain, function (&$value, $key) { $value = $key; });
var_dump($plain);
