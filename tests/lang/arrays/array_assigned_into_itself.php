<?php
function f1(){ $a=[1]; $p=&$a; $q=&$a; $p[0]=$q; var_dump($a); print_r($a); try { var_export($a);} catch(Error $e){} 
 echo count($a), "\n"; var_dump(json_encode($a)); var_dump($a[0][0][0]===$a[0]); $b=$a; $b[1]=2; var_dump(count($a),count($b)); }
f1();
function f2(){ $a=[1]; $p=&$a; $q=&$a; $p[]=$q; var_dump($a);$p[]=$q; var_dump($a);}
f2();
function f3(){ $a=[[]]; $p=&$a; $q=&$a; $p[0][1]=$q; var_dump($a);}
f3();
function f4(){ $o=new stdClass; $o->x=[1]; $o->x[0]=$o->x; var_dump($o); $o->x[]=$o->x; var_dump($o); $r=&$o->x; $o->x[0]=$r; var_dump($o); $o->x[]=$r; var_dump($o);}
f4();
function f5(){ $a=[1]; $a[]=$a; $a[0]=$a; var_dump($a);}
f5();
function f6(){ $a=[1]; $p=&$a; $p[]=$a; var_dump($a); $p[]=$a; $a['x']=$p; var_dump($a);}
f6();
$g=[1]; $GLOBALS['g'][]=$g; var_dump($g); $GLOBALS['g'][]=$GLOBALS['g'];  var_dump($g);
function f7(){ static $s=[1]; $s[]=$s; $t=&$s; $t['k']=$s; var_dump($s);}
f7();
function f8(){ $a=[1]; $p=&$a; $x = ($p['k']=$a); var_dump($x); $x=null; $a=null; }
f8();
function f9(){ $a=['k'=>new stdClass]; $p=&$a; $p['k']=$a; var_dump($a); $p["a"]??=$a; var_dump($a);}
f9();
function f10(){ $a=null; $p=&$a; $p['k']=$a; var_dump($a); $b=null; $r=&$b; $r[]=$b; var_dump($b); }
f10();
function f11(){ $a=[1]; $p=&$a; [$p[0], $p[1]] = $a; var_dump($a); [$p[0], $p[1]] = [$p,$a]; var_dump($a);}
f11();
var_dump(gc_collect_cycles() >= 0);
class D { function __destruct() { echo "D "; } }
function f12() { $a = [new D]; $p = &$a; $q = &$a; $p[1] = $q; }
for ($i = 0; $i < 200; $i++) f12();
echo gc_collect_cycles() > 0 ? "collected\n" : "left\n";
