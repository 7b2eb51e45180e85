<?php
class D { public $child; function __construct(public $n) { echo "+$n "; } function __destruct() { echo "-{$this->n} "; } }
$a = new D('a');
$a = null;
$b = new D('b');
$b = new D('b2');
new D('temp');
echo "|\n";
function scope() { $x = new D('x'); $y = new D('y'); echo 'body '; }
scope();
echo "|\n";
$arr = [new D(1), new D(2)];
unset($arr[0]);
$arr[1] = 'replaced';
echo "|\n";
function ret() { $t = new D('t'); return $t->n; }
echo ret(), "|\n";
$p = new D('parent');
$p->child = new D('child');
$q = $p;
unset($p);
echo 'still ';
unset($q);
echo "|\n";
$c1 = new D('c1');
$c2 = new D('c2');
$c1->child = $c2;
$c2->child = $c1;
unset($c1, $c2);
echo 'cycle ';
gc_collect_cycles();
echo "|\n";
function thrower() { $l = new D('local'); throw new Exception('e'); }
try {
    thrower();
} catch (Exception $e) {
    echo 'caught ';
}
unset($e);
echo "|\n";
class E { function __destruct() { throw new Exception('from destructor'); } }
try {
    $e = new E;
    unset($e);
    echo 'not reached';
} catch (Exception $x) {
    echo $x->getMessage(), "|\n";
}
foreach ([new D('f1'), new D('f2')] as $f) {
    echo $f->n, ' ';
}
echo "end-loop ";
$f = null;
echo "|\n";
for ($i = 0; $i < 3; $i++) {
    $o = new D($i);
}
echo "|\n";
$cl = (function () { $d = new D('captured'); return fn() => $d->n; })();
echo $cl();
$cl = null;
echo "|\n";
(new D('chain'))->n;
echo strlen((new D('arg'))->n), "|\n";
function gone(D $d) { $d = null; echo 'inside '; }
gone(new D('param'));
echo "|\n";
class Res { public $r; function __destruct() { global $saved; $saved = $this; echo 'resurrected '; } }
$r = new Res;
$r = null;
echo get_class($saved), "|\n";
$last1 = new D('last1');
$last2 = new D('last2');
$holder = ['k' => new D('in array')];
echo "exit\n";
