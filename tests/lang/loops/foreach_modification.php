<?php
// The array is changed while a hot foreach by value walks it: the walk sees the old one.
$a = range(0, 299);
$seen = 0;
foreach ($a as $k => $v) {
    $seen += $v;
    $a[$k] = -1;
    $a[] = 1000;
    unset($a[$k + 1]);
}
var_dump($seen, count($a));
$h = [];
for ($i = 0; $i < 150; $i++) {
    $h["k$i"] = $i;
}
$out = '';
foreach ($h as $k => $v) {
    unset($h[$k]);
    $h["new$v"] = $v;
    $out .= $k;
}
var_dump(md5($out), count($h), array_key_first($h));
class Holder { public $items; function walk() { $t = 0; foreach ($this->items as $i => $x) { $t += $x; $this->items[$i] = $t; if ($i % 50 == 0) { $this->items[] = 1; } } return $t; } }
$o = new Holder;
$o->items = range(1, 200);
var_dump($o->walk(), $o->walk());
function reassign($arr) { $n = 0; foreach ($arr as $x) { $arr = [$x]; $n += count($arr); } return [$n, $arr]; }
echo json_encode(reassign(range(1, 200))), "\n";
$outer = range(1, 40);
$n = 0;
foreach ($outer as $i) {
    foreach ($outer as $j) {
        if ($i == $j) {
            array_pop($outer);
        }
        $n++;
    }
}
var_dump($n, count($outer));
foreach (new ArrayIterator(range(1, 200)) as $k => $v) {
    $last = [$k, $v];
}
echo json_encode($last), "\n";
$keys = array_flip(range('a', 'z'));
$t = 0;
for ($i = 0; $i < 20; $i++) {
    foreach ($keys as $letter => $pos) {
        $t += ord($letter) * $pos;
    }
}
var_dump($t);
foreach ([1, 2, 3] as $i => $v) {
    foreach (['x' => [1, 2], 'y' => [3, 4]] as $k => [$p, $q]) {
        $t += $p * $q + $i;
    }
}
var_dump($t);
