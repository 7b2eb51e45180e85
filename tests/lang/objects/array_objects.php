<?php
// ArrayObject and ArrayIterator over arrays, objects, each other and themselves.
$a = new ArrayObject(['x' => 1, 'y' => 2, 3]);
print_r($a);
var_dump(count($a), isset($a['x']), isset($a['q']), $a['y'], empty($a[0]));
foreach ($a as $k => $v) echo "$k=>$v ";
$a['z']['q'] = 5;
$a[] = 'last';
unset($a['x']);
var_export($a);
echo json_encode($a), serialize($a), $a->serialize(), "\n";
$u = unserialize(serialize($a));
$n = new ArrayObject;
$n->unserialize($a->serialize());
var_dump($u == $a, $n == $a, $u == new ArrayObject);
$b = clone $a;
$b['new'] = 1;
var_dump(count($a), count($b));

echo "-- iterators see changes\n";
$it = $a->getIterator();
foreach ($it as $k => $v) {
    if ($k === 'y') $a['later'] = 'L';
    echo $k, ' ';
}
foreach ($it as $k => $v) {
    if ($k === 0) unset($a[0]);
    echo $k, ' ';
}
$same = clone $it;
$same['through'] = 1;
var_dump(isset($a['through']), $it->count());
$i = new ArrayIterator([1, 2, 3]);
foreach ($i as &$v) $v *= 2;
unset($v);
print_r($i->getArrayCopy());
$i->seek(2);
var_dump($i->current());
try { $i->seek(9); } catch (OutOfBoundsException $e) { echo $e->getMessage(), "\n"; }
for ($i->rewind(); $i->valid(); $i->next()) { if ($i->key() == 0) $i->offsetUnset(0); echo $i->key(), ' '; }
$many = new ArrayObject(range(0, 40));
for ($n = 0; $n < 40; $n += 2) unset($many[$n]);
$seen = '';
foreach ($many as $k => $v) { if ($k == 21) for ($n = 100; $n < 140; ++$n) $many[$n] = $n; $seen .= "$k "; }
echo $seen, "\n";

echo "-- sorting\n";
$a->uasort(fn($x, $y) => strcmp(serialize($x), serialize($y)));
echo implode(',', $a->getIterator()->key() === null ? [] : array_keys($a->getArrayCopy())), "\n";
$a->ksort();
echo implode(',', array_keys((array)$a)), "\n";

echo "-- objects\n";
class P { public $p = 1; protected $q = 2; private $r = 3; public $s = 4; }
$p = new P;
$o = new ArrayObject($p);
foreach ($o as $k => $v) echo "$k=>$v ";
var_dump(count($o), isset($o['q']), $o['p']);
$o['dyn'] = 7;
$o['p'] = 'written';
unset($o['s']);
print_r($p);
try { $o->append(1); } catch (Error $e) { echo $e->getMessage(), "\n"; }
$chain = new ArrayObject(new ArrayObject([1, 2, 3]));
unset($chain[1]);
$chain[] = 4;
var_dump(count($chain), $chain->getArrayCopy());
class S extends ArrayObject { public $own = 'o'; function __construct() { parent::__construct($this); } }
$s = new S;
$s['k'] = 'v';
var_dump($s->k, $s['own'], count($s));
print_r($s);

echo "-- elements as properties\n";
$ap = new ArrayObject(['there' => 1], ArrayObject::ARRAY_AS_PROPS);
$ap->foo = 3;
$ap->list['k'] = 'v';
$ap->foo += 2;
var_dump($ap['foo'], isset($ap->foo), isset($ap->none), $ap->foo, $ap['list'], method_exists($ap, '__get'));
unset($ap->foo);
var_dump(count($ap), get_object_vars($ap));

echo "-- overriding\n";
class G extends ArrayObject {
    function offsetGet($k): mixed { echo "get($k) "; return parent::offsetGet($k); }
    function offsetExists($k): bool { echo "exists($k) "; return parent::offsetExists($k); }
    function offsetSet($k, $v): void { echo 'set(', $k ?? 'null', ') '; parent::offsetSet($k, $v); }
}
$g = new G([1, null]);
$g[0];
var_dump(isset($g[0]), isset($g[1]), empty($g[0]));
$g[] = 5;
$g->append(6);
print_r($g->getArrayCopy());
class Doubling extends ArrayIterator { function current(): mixed { return parent::current() * 2; } }
foreach (new Doubling([1, 2]) as $k => $v) echo "$k=>$v ";
$by = new ArrayObject([1, 2], 0, Doubling::class);
foreach ($by as $v) echo $v, ' ';
echo $by->getIteratorClass(), "\n";
try { $by->setIteratorClass('stdClass'); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }

echo "-- recursion\n";
foreach (new RecursiveIteratorIterator(new RecursiveArrayIterator([1, [2, [3, 4]], 5])) as $k => $v) echo "$k=>$v ";
$r = new RecursiveArrayIterator([new ArrayObject([1]), [2]], RecursiveArrayIterator::CHILD_ARRAYS_ONLY);
var_dump($r->hasChildren());
$r->next();
var_dump($r->hasChildren(), get_class($r->getChildren()), $r->getChildren()->getArrayCopy());
var_dump($a->exchangeArray([9]), $a->getArrayCopy());
$cycle = new ArrayObject;
$cycle['self'] = $cycle;
unset($cycle);
var_dump(gc_collect_cycles() > 0);
