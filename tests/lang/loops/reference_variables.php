<?php
// Locals that are references, and become references while the loop is hot.
$x = 0;
$r = &$x;
for ($i = 0; $i < 300; $i++) {
    $r += $i;
    $x++;
}
var_dump($x, $r);
$a = 0;
for ($i = 0; $i < 300; $i++) {
    $a += 2;
    if ($i == 150) {
        $alias = &$a;
    }
    if ($i == 250) {
        unset($alias);
    }
    if ($i > 150 && $i < 200) {
        $alias += 1;
    }
}
var_dump($a);
function accumulate(array $in, &$out, &...$more) { foreach ($in as $v) { $out += $v; $more[0] .= $v % 10; } }
$out = 0;
$text = '';
accumulate(range(1, 200), $out, $text);
var_dump($out, strlen($text), substr($text, -5));
$fns = [];
$shared = 0;
$add = function ($n) use (&$shared) { $shared += $n; };
for ($i = 0; $i < 200; $i++) {
    $add($i);
    if ($i == 100) {
        $shared = 0.5;
    }
}
var_dump($shared);
$arr = [1, 2, 3];
$p = &$arr[1];
for ($i = 0; $i < 200; $i++) {
    $p += $arr[0];
    $arr[1] += 1;
}
var_dump($arr);
function swap(&$l, &$m) { $t = $l; $l = $m; $m = $t; }
$l = 'left';
$m = 1;
for ($i = 0; $i < 201; $i++) {
    swap($l, $m);
}
var_dump($l, $m);
function g() { global $gl; for ($i = 0; $i < 200; $i++) { $gl += $i; } $GLOBALS['gl'] .= '!'; }
$gl = 0;
g();
var_dump($gl);
function keeps() { static $s = 0; for ($i = 0; $i < 150; $i++) { $s += $i; } return $s; }
keeps();
var_dump(keeps());
$v = 5;
for ($i = 0; $i < 200; $i++) {
    $w = &$v;
    $w = $i % 2 ? "s$i" : $i;
    unset($w);
}
var_dump($v);
$o = new stdClass;
$o->n = 0;
$pn = &$o->n;
for ($i = 0; $i < 200; $i++) {
    $o->n += 2;
    $pn -= 1;
}
var_dump($o->n);
