<?php
function s1() { $a = [1]; $a['self'] = &$a; echo serialize($a), "\n"; return $a; }
$b = s1(); echo serialize($b), "\n"; $c = [$b, $b]; echo serialize($c), "\n";
function s2() { $a = [1]; $a['self'] = [&$a]; echo serialize($a), "\n"; return $a; }
$b = s2(); echo serialize($b), "\n"; $c = [$b, $b]; echo serialize($c), "\n";
function s3() { $o = new stdClass; $o->a = [1]; $o->a['s'] = &$o->a; echo serialize($o), "\n"; return $o->a; }
$b = s3(); echo serialize($b), "\n";
$x = [1]; $x[1] = $x; $x[2] = &$x[1]; echo serialize($x), "\n";
$a=[1]; $p=&$a; $p['k']=$a; echo strlen(@serialize([1])), "\n";
