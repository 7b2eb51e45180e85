<?php
// Heaps whose elements are compared without code of the program, beside those whose are not.
mt_srand(3);
function drain($heap, $n = 60) {
    $out = [];
    while ($n-- && $heap->valid()) { $out[] = $heap->current(); $heap->next(); }
    return json_encode($out);
}
$min = new SplMinHeap; $max = new SplMaxHeap;
for ($i = 0; $i < 200; $i++) {
    $v = mt_rand(0, 40);
    $min->insert($v); $max->insert($v);
    if ($i % 3 === 0) echo $min->extract(), ' ', $max->extract(), ' ';
}
echo "\n", drain($min), "\n", drain($max), "\n";
$q = new SplPriorityQueue;
for ($i = 0; $i < 100; $i++) { $q->insert("v$i", mt_rand(0, 9)); if ($i % 4 === 0) echo $q->extract(), ' '; }
$q->setExtractFlags(SplPriorityQueue::EXTR_BOTH);
echo "\n", drain(clone $q, 100), "\n", count($q), "\n";
$q = new SplPriorityQueue;
foreach ([[1, 5], [1, 6], [2, 'x'], [0, 1.5], [2, 'y']] as $i => $p) $q->insert($i, $p);
echo drain($q), "\n";
$q = new SplPriorityQueue;
foreach ([3, '10', 2.5, null, true, 'abc', '9', 7] as $i => $p) $q->insert($i, $p);
echo drain($q), "\n";
$h = new SplMinHeap;
foreach (['b', 'a', 'c', 'aa'] as $s) $h->insert($s);
foreach ($h as $k => $s) echo "$k$s ";
$h = new SplMaxHeap;
foreach ([[2, new ArrayObject([1])], [2, new ArrayObject([3])], [5, null]] as $e) $h->insert($e);
echo count($h), $h->extract()[0], $h->extract()[1][0], "\n";
class Backwards extends SplMinHeap { protected function compare($a, $b): int { return parent::compare($b, $a); } }
$b = new Backwards;
foreach ([3, 1, 2] as $v) $b->insert($v);
echo drain($b), "\n";
class Named extends SplMinHeap { private $name = 'n'; public function add($v) { $this->insert($v); return $this; } }
echo drain((new Named)->add(3)->add(1)->add(2)), "\n";
class Thing { public function __construct(public $n) {} public function __destruct() { echo "~$this->n "; } }
$q = new SplPriorityQueue;
for ($i = 0; $i < 4; $i++) $q->insert(new Thing($i), $i);
$q->extract(); echo 'out ';
$copy = clone $q; $q->extract(); echo 'kept '; unset($copy); echo "gone\n";
unset($q);
class Fails extends SplMinHeap { protected function compare($a, $b): int { throw new LogicException('no'); } }
$f = new Fails; $f->insert(1);
try { $f->insert(2); } catch (LogicException $e) { echo "\n", $e->getMessage(), count($f), $f->isCorrupted() ? 'corrupted' : '', "\n"; }
try { $f->insert(2); } catch (RuntimeException $e) { echo $e->getMessage(), "\n"; }
try { (new SplMinHeap)->extract(); } catch (RuntimeException $e) { echo $e->getMessage(), "\n"; }
