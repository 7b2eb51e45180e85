<?php
// SPL's structures in loops of a million steps or fewer: milliseconds of user time a loop, and its checksum.
function used(): float {
    $u = getrusage();
    return $u['ru_utime.tv_sec'] * 1e3 + $u['ru_utime.tv_usec'] / 1e3;
}
function t(string $name, callable $f): void {
    $begin = used();
    $checksum = $f();
    printf("%s %.1f %s\n", $name, used() - $begin, $checksum);
}
$n = 1000000;

t('fixed_rw', function () use ($n) {
    $f=new SplFixedArray(1000); for($j=0;$j<$n;$j++){ $f[$j%1000]=$j; } $s=0; for($j=0;$j<$n;$j++){ $s+=$f[$j%1000]; } return $s;
});
t('fixed_foreach', function () use ($n) {
    $f=SplFixedArray::fromArray(range(1,1000)); $s=0; for($j=0;$j<$n/1000;$j++) foreach($f as $v) $s+=$v; return $s;
});
t('heap_int', function () use ($n) {
    $h=new SplMinHeap; $x=1; for($j=0;$j<$n/4;$j++){ $x=($x*1103515245+12345)&0x7fffffff; $h->insert($x);} $s=0; while(!$h->isEmpty()) $s=($s*3+$h->extract())&0xffffff; return $s;
});
t('heap_user', function () use ($n) {
    $h=new class extends SplHeap { protected function compare($a,$b):int { return $a<=>$b; } }; $x=1; for($j=0;$j<$n/20;$j++){ $x=($x*1103515245+12345)&0x7fffffff; $h->insert($x);} $s=0; while(!$h->isEmpty()) $s=($s*3+$h->extract())&0xffffff; return $s;
});
t('pqueue', function () use ($n) {
    $h=new SplPriorityQueue; $x=1; for($j=0;$j<$n/4;$j++){ $x=($x*1103515245+12345)&0x7fffffff; $h->insert($j,$x);} $s=0; while(!$h->isEmpty()) $s=($s*3+$h->extract())&0xffffff; return $s;
});
t('queue', function () use ($n) {
    $q=new SplQueue; $s=0; for($j=0;$j<$n;$j++){ $q->enqueue($j); if($j%3) $s+=$q->dequeue(); } return $s;
});
t('stack', function () use ($n) {
    $q=new SplStack; $s=0; for($j=0;$j<$n;$j++){ $q->push($j); if($j%3) $s+=$q->pop(); } return $s;
});
t('list_index', function () use ($n) {
    $q=new SplDoublyLinkedList; for($j=0;$j<100;$j++) $q[]=$j; $s=0; for($j=0;$j<$n;$j++) $s+=$q[$j%100]; return $s;
});
t('queue_foreach', function () use ($n) {
    $q=new SplQueue; for($j=0;$j<1000;$j++) $q[]=$j; $s=0; for($j=0;$j<$n/1000;$j++) foreach($q as $v) $s+=$v; return $s;
});
t('storage_dim', function () use ($n) {
    $q=new SplObjectStorage; $o=[]; for($j=0;$j<1000;$j++){ $o[$j]=new stdClass; } $s=0; for($j=0;$j<$n;$j++){ $q[$o[$j%1000]]=$j; } for($j=0;$j<$n;$j++) $s+=$q[$o[$j%1000]]; return $s;
});
t('storage_isset', function () use ($n) {
    $q=new SplObjectStorage; $o=[]; for($j=0;$j<1000;$j++){ $o[$j]=new stdClass; if($j&1)$q->attach($o[$j]); } $s=0; for($j=0;$j<$n;$j++) if(isset($q[$o[$j%1000]])) $s++;  for($j=0;$j<$n;$j++) if($q->contains($o[$j%1000])) $s++; return $s;
});
t('storage_attach', function () use ($n) {
    $q=new SplObjectStorage; $o=[]; for($j=0;$j<1000;$j++){ $o[$j]=new stdClass; } $s=0; for($i=0;$i<$n/2000;$i++){ foreach($o as $x) $q->attach($x); foreach($o as $x) $q->detach($x); } return count($q);
});
t('storage_foreach', function () use ($n) {
    $q=new SplObjectStorage; for($j=0;$j<1000;$j++){ $x=new stdClass; $x->v=$j; $q->attach($x);} $s=0; for($j=0;$j<$n/1000;$j++) foreach($q as $v) $s+=$v->v; return $s;
});
t('arrayobject_rw', function () use ($n) {
    $f=new ArrayObject(range(0,999)); for($j=0;$j<$n;$j++){ $f[$j%1000]=$j; } $s=0; for($j=0;$j<$n;$j++){ $s+=$f[$j%1000]; } return $s;
});
