<?php
class Inner { public $v = 1; }
class Outer { public $i; public $arr = [1, 2]; private $p = 'p'; function __construct() { $this->i = new Inner; } function __clone() { $this->i = clone $this->i; } }
$a = new Outer;
$b = clone $a;
$b->i->v = 2;
$b->arr[] = 3;
var_dump($a->i->v, count($a->arr), $a == $b, $a == clone $a, $a === $a, $a != $b, $a <=> $b, new Inner < new Inner);
$x = new Inner;
$y = new Inner;
$y->v = 5;
var_dump($x < $y, $x > $y, $x == $y, $x <=> $y, $x == new stdClass);
$s1 = new stdClass;
$s1->a = 1;
$s1->b = 2;
$s2 = new stdClass;
$s2->b = 2;
$s2->a = 1;
var_dump($s1 == $s2, $s1 === $s2, [$s1] == [$s2], spl_object_id($s1) === spl_object_id($s1), in_array($s1, [$s2], true));
$arr = ['o' => $x];
$copy = $arr;
$copy['o']->v = 'shared';
var_dump($x->v);
function mutate(Inner $i) { $i->v = 'mutated'; $i = new Inner; $i->v = 'lost'; }
mutate($x);
var_dump($x->v);
$o = (object) ['k' => 1, 'n' => (object) []];
$o->{'odd name'} = 2;
$o->{'0'} = 'zero';
var_dump($o, (array) $o, isset($o->{'odd name'}));
class Cyc { public $self; public $name = 'c'; }
$c = new Cyc;
$c->self = $c;
var_dump($c);
print_r($c);
echo json_encode(['x' => new Inner, 'empty' => new stdClass]), "\n";
