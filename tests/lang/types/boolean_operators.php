<?php
function t($n) { echo $n; return true; }
function f($n) { echo $n; return false; }
var_dump(t(1) && f(2) && t(3));
var_dump(f(1) || t(2) || t(3));
var_dump(t(1) xor t(2));
var_dump(f(1) and t(2));
var_dump(!f(1) or t(2));
$r = f(1) or true;
var_dump($r);
var_dump(t(1) ? 'yes' : 'no', f(1) ?: 'elvis', null ?? f(2) ?? 3, 5 ?: 6, '' ?: 'empty');
var_dump((true ? 'a' : (false ? 'b' : 'c')), 1 <=> 2 ?: 'x', !0, !!'0', !'a', !'', ![], ![0], !0.0, !-0.0, !NAN);
