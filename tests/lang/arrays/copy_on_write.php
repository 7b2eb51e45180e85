<?php
$a = [1, 2, [3, 4]];
$b = $a;
$b[0] = 'changed';
$b[2][0] = 'deep';
var_dump($a === [1, 2, [3, 4]], $b);
function modify(array $p) { $p[] = 'local'; $p[2][1] = 'inner'; return $p; }
$c = modify($a);
var_dump(count($a), count($c), $a[2][1], $c[2][1]);
function by_ref(array &$p) { $p[] = 'added'; }
$d = $a;
by_ref($d);
var_dump(count($a), count($d));
$e = ['x' => $a];
$e['x'][0] = 99;
$a[0] = 98;
var_dump($e['x'][0], $a[0]);
$self = [1, 2];
$self[] = $self;
$self[2][] = $self;
var_dump($self);
class Holder { public array $items = [1, 2, 3]; function get() { return $this->items; } }
$h = new Holder;
$i = $h->get();
$i[] = 4;
$h->items[] = 5;
var_dump($i, $h->items);
$literal = fn() => [1, 2, 3];
$l1 = $literal();
$l1[] = 4;
var_dump(count($literal()), count($l1));
foreach ($l1 as $k => $v) {
    $l1[$k] = $v * 10;
    $l1[] = 'grow';
}
var_dump($l1);
