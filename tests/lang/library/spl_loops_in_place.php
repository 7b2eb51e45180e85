<?php
// Loops over iterators that keep an array, alone and seen by others while they run.
class Bag implements IteratorAggregate {
    public function __construct(private array $all) {}
    public function getIterator(): Iterator { return new ArrayIterator($this->all); }
}
$bag = new Bag(['a' => 1, 'b' => 2, 3]);
foreach ($bag as $k => $v) {
    foreach ($bag as $l => $w) echo "$k$l=$v$w ";
}
echo "\n";
$it = new ArrayIterator([1, 2, 3, 4]);
foreach ($it as $k => $v) {
    if ($k === 1) break;
}
echo $it->key(), ' ', $it->current(), "\n";
$it->next();
echo $it->current(), "\n";
foreach ($it as $v) echo $v, ' ';
var_dump($it->valid(), $it->key());
foreach ($it as $k => $v) {
    if ($k === 0) $it[] = 9;
    echo "$k=$v ";
}
echo "\n";
// becomes known to others in the middle
$known = null;
class Shows extends ArrayIterator {
    public function __construct(array $a) { parent::__construct($a); $GLOBALS['weak'] = WeakReference::create($this); }
}
foreach (new Shows([10, 20, 30, 40]) as $k => $v) {
    if ($k === 1) { $known = $weak->get(); echo '<', $known->key(), $known->current(), '>'; }
    echo "$k=$v ";
}
var_dump($known->valid());
class Doubles extends ArrayIterator {
    public function current(): mixed { return 2 * parent::current(); }
}
foreach (new Doubles([1, 2]) as $v) echo $v, ' ';
class Rewinds extends ArrayIterator {
    public function rewind(): void { echo 'rewind '; parent::rewind(); }
}
foreach (new Rewinds([1, 2]) as $v) echo $v, ' ';
foreach (new ArrayIterator(new Bag([])) as $k => $v) echo 'never';
foreach (new ArrayIterator([]) as $v) echo 'never';
echo "\n";
foreach (new ArrayObject(['x' => [1], 'y' => null]) as $k => $v) echo $k, json_encode($v), ' ';
echo "\n";
$s = new SplObjectStorage;
$o = [];
for ($i = 0; $i < 5; $i++) { $o[$i] = new stdClass; $o[$i]->n = $i; $s[$o[$i]] = "info$i"; }
foreach ($s as $i => $object) echo $i, $object->n, $s[$object], $s->getInfo(), $s->key(), ' ';
var_dump($s->valid(), $s->key(), count($s));
foreach ($s as $i => $object) { if ($i === 2) break; }
echo $s->key(), $s->current()->n, $s->getInfo(), "\n";
$s->setInfo('changed');
echo $s[$o[2]], "\n";
foreach (clone $s as $object) { foreach ($s as $b) echo $object->n, $b->n, ' '; }
echo "\n";
$t = new SplObjectStorage;
$t->attach($o[1]); $t->attach($o[3]); $t->attach(new stdClass);
$u = clone $s; echo $u->addAll($t), ' '; echo $u->removeAll($t), ' '; $w = clone $s; echo $w->removeAllExcept($t), "\n";
var_dump($s->contains($o[0]), isset($s[$o[0]]), $t->contains($o[0]));
unset($s[$o[0]]); $s->detach($o[4]);
foreach ($s as $object) echo $object->n, ' ';
class Same extends SplObjectStorage {
    public function getHash(object $o): string { return get_class($o); }
}
$same = new Same;
$same->attach($o[0]); $same->attach($o[1]); $same[new ArrayObject] = 1;
echo count($same), ' ', $same->contains($o[4]) ? 'yes' : 'no', ' ', $same->addAll($t), ' ', $t->addAll($same), ' ', $same->removeAll($t), "\n";
try { $s->attach(5); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
var_dump(unserialize(serialize($t)) == $t);
$q = new SplObjectStorage; foreach ($q as $_) echo 'never'; var_dump($q->valid(), $q->key());
foreach (iterator_to_array(new IteratorIterator($t)) as $k => $v) echo $k, get_class($v), ' ';
echo "\n";
