<?php
// Variables that appear and vanish.
for ($i = 0; $i < 300; $i++) {
    if ($i % 2) {
        $v = $i;
    } else {
        unset($v);
    }
    $n = ($n ?? 0) + (isset($v) ? 1 : 0);
}
var_dump($n, isset($v));
function f() { $t = 0; for ($i = 0; $i < 300; $i++) { if ($i == 100) { unset($t); } if ($i == 101) { $t = 5; } $t = ($t ?? -1) + 1; } return $t; }
var_dump(f());
$warned = 0;
set_error_handler(function ($no, $m) use (&$warned) { $warned++; return true; });
for ($i = 0; $i < 200; $i++) {
    if ($i >= 150) {
        unset($q);
    } else {
        $q = 1;
    }
    $r = $q + 1;
}
var_dump($r, $warned);
$a = ['n' => 1];
for ($i = 0; $i < 200; $i++) {
    if ($i == 120) {
        unset($a['n']);
    }
    if ($i == 160) {
        $a['n'] = 'back';
    }
    $last = $a['n'] ?? 'gone';
    $w = $i > 120 && $i < 125 ? $a['n'] : 0;
}
var_dump($last, $warned);
$o = new stdClass;
for ($i = 0; $i < 200; $i++) {
    $o->p = $i;
    if ($i % 10 == 0) {
        unset($o->p);
    }
    $hit = isset($o->p);
}
var_dump($hit, $o);
function undefined_local($n) { for ($i = 0; $i < $n; $i++) { if ($i > 150) { $late = $i; } $x = $late; } return $x; }
var_dump(undefined_local(200), $warned);
