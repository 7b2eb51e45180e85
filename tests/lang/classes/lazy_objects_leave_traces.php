<?php
// Lazy objects come by where traces expect plain ones of the same class.
#[AllowDynamicProperties]
class P {
    public $a;
    public int $n;
    public function set($v) { $this->a = $v; $this->n = 2; }
    public function get() { return $this->a; }
}
$class = new ReflectionClass('P');
$runs = 0;
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    if ($i % 50 == 49) {
        $o = $class->newLazyGhost(function ($o) use (&$runs) { $runs++; $o->a = 1000; $o->n = 1; });
    } elseif ($i % 50 == 24) {
        $o = $class->newLazyProxy(function () use (&$runs) { $runs++; $p = new P; $p->a = 2000; $p->d = 5; return $p; });
    } else {
        $o = new P;
    }
    $sum += isset($o->d) ? $o->d : 0;
    if ($i % 3 == 0) $o->set($i);
    $sum += $o->get() ?? 1;
}
echo $runs, ' ', $sum, "\n";
