<?php class C implements IteratorAggregate { public $a = ['x'=>1,'y'=>2,3]; function getIterator(): Iterator { return new ArrayIterator($this->a); } }
foreach (new C as $k => $v) { foreach (new C as $k2 => $v2) echo "$k$v$k2$v2 "; } echo "\n";
$it = new ArrayIterator([1,2,3,4]); foreach ($it as $k => $v) { echo $it->key(), $it->current(), ' '; if ($v == 2) $it->next(); } var_dump($it->valid());
$it = new ArrayIterator(['a'=>1,'b'=>2,'c'=>3]); foreach ($it as $k => $v) { if ($k == 'a') $it['d'] = 9; if ($k === 'b') unset($it['c']); echo "$k=$v "; } echo count($it), "\n";
class My extends ArrayIterator { function current(): mixed { return parent::current() * 2; } } foreach (new My([1,2]) as $v) echo $v, ' ';
class My2 extends ArrayIterator { function key(): string|int|null { return 'k'; } } foreach (new My2([1,2]) as $k => $v) echo "$k$v ";
foreach (new ArrayIterator([]) as $v) echo "no"; $o = new ArrayObject([3,4]); foreach ($o as $k => $v) echo "$k=>$v ";
foreach (new LimitIterator(new ArrayIterator(range(1,10)), 2, 3) as $k => $v) echo "$k=>$v "; echo implode(',', iterator_to_array(new ArrayIterator([5,6]))), "\n";
