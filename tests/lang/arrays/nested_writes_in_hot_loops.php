<?php
function g($n){ $d=[]; for($i=0;$i<$n;$i++){ for($j=0;$j<$n;$j++){ $d[$i][$j]=$i*$j; } } for($i=0;$i<$n;$i++) for($j=0;$j<$n;$j++){ $d[$i][$j]++; $d[$i][$j]+=2; ++$d[$j][$i]; } $s=0; foreach($d as $r) $s+=array_sum($r); return $s; }
echo g(60),"\n";
class P { public array $a=[]; public $h=['x'=>1]; private int $n=0; function run($n){ for($i=0;$i<$n;$i++){ $this->a[$i]=$i; $this->a[$i%7]+=3; $this->h['x']++; $this->h["k".($i%3)]['z']=$i; $this->n++; } return [$this->a[5],$this->h,$this->n]; } }
echo json_encode((new P)->run(1000)),"\n";
$c=array_fill(0,10,0); for($i=0;$i<1000;$i++){ $c[$i%10]++; $x=$c[$i%10]--; if($i%3) $c[$i%10]++; } echo json_encode($c),"\n";
$f=array_fill(0,4,0.5); for($i=0;$i<300;$i++){ $f[$i&3]++; } echo json_encode($f),"\n";
$w=[]; foreach(explode(' ',str_repeat("a b c a b a ",50)) as $k){ if(!isset($w[$k])) $w[$k]=['n'=>0]; $w[$k]['n']++; $w[$k]['l'][]=1; } echo json_encode(array_map(fn($v)=>[$v['n'],count($v['l'])],$w)),"\n";
$m=[[PHP_INT_MAX-100]]; for($i=0;$i<200;$i++){ $m[0][0]++; } var_dump($m);
$r=[1,2,3]; $q=&$r[1]; for($i=0;$i<200;$i++){ $r[1]++; } var_dump($q);
$s=['ab','cd']; try { for($i=0;$i<100;$i++){ $s[$i&1][0]='x'; } } catch(Error $e){ echo $e->getMessage(); } var_dump($s);
