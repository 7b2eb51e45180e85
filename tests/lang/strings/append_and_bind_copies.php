<?php
function f($s){ $a=$s; $b=$a; $a.=$a; $a.=$b; $b.='x'; $a.=substr($b,0,3); $a.=''; $e=''; $e.='longer than sixteen bytes here'; $e.=$e; $e.=$e; return "$a|$b|$s|$e"; }
echo f("abc"),"\n",f(str_repeat("q",40)),"\n";
$r='ref'; $q=&$r; $q.='tail tail tail tail tail'; $q.=$r; echo $r,"\n";
function g(){ $x=1; $y=2.5; $z='str'; $arr=[1,2]; $o=new stdClass; $f=function($p) use ($x,$y,$z,$arr,$o){ $x++; $y*=2; $z.='!'; $arr[]=$p; $o->v=$p; return [$x,$y,$z,$arr,$o->v]; };
 for($i=0;$i<3;$i++) echo json_encode($f($i)),"\n"; $ints=function() use($x){ return ++$x; }; echo $ints(),$ints(),"\n"; $k=$ints; $h=clone $ints; echo $h(),"\n"; $n=fn($m)=>fn()=>$m+$x; echo $n(3)(),"\n"; $un=fn()=>$nope ?? 'none'; echo $un(),"\n"; $x2=function($x3) use($x){ $x=$x3; return $x;}; echo $x2(9),$x2(8),"\n";
 $w=function() use(&$x){ return $x++; }; $w();$w(); echo $x,"\n"; }
g(); g();
function s(){ static $n=0; static $a=[]; $a[]=$n++; return count($a); } s(); s(); echo s(),"\n";
