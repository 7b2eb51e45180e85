<?php
$a = ['a'=>1,'b'=>['c'=>2,'d'=>['e'=>3,'f'=>4]],'g'=>5];
foreach ([0,1,2] as $m) { $r = new RecursiveIteratorIterator(new RecursiveArrayIterator($a), $m); foreach ($r as $k=>$v) echo $r->getDepth(), $k, '=', is_array($v)?'A':$v, ' '; echo "\n"; $r->setMaxDepth(1); foreach ($r as $k=>$v) echo $k, ' '; echo "\n"; }
foreach (new LimitIterator(new ArrayIterator(range(1,10)), 3, 4) as $k=>$v) echo "$k=>$v "; echo "\n";
foreach (new CallbackFilterIterator(new ArrayIterator(range(1,10)), fn($x,$k)=>$x%3==0) as $k=>$v) echo "$k=>$v "; echo "\n";
$ap = new AppendIterator; $ap->append(new ArrayIterator([1,2])); $ap->append(new ArrayIterator([])); $ap->append(new ArrayIterator([3])); foreach ($ap as $k=>$v) echo $ap->getIteratorIndex(), "$k=>$v "; echo "\n";
$c = new CachingIterator(new ArrayIterator(['x','y','z'])); foreach ($c as $v) echo $v, $c->hasNext() ? ',' : "\n";
foreach (new RegexIterator(new ArrayIterator(['apple','bob','avocado']), '/^a/') as $k=>$v) echo "$k=>$v "; echo "\n";
foreach (new RegexIterator(new ArrayIterator(['a1b2','c3']), '/\d/', RegexIterator::ALL_MATCHES) as $k=>$v) echo json_encode($v); echo "\n";
$m = new MultipleIterator(MultipleIterator::MIT_KEYS_ASSOC); $m->attachIterator(new ArrayIterator([1,2,3]),'x'); $m->attachIterator(new ArrayIterator([4,5]),'y'); foreach ($m as $v) echo json_encode($v); echo "\n";
$t = new RecursiveTreeIterator(new RecursiveArrayIterator($a)); foreach ($t as $k=>$v) echo "[$k] $v\n";
$i=0; foreach (new InfiniteIterator(new ArrayIterator([1,2])) as $v) { echo $v; if (++$i>4) break; } echo "\n";
function g(){ yield 1; yield 2; yield 3; } $n = new NoRewindIterator(g()); foreach ($n as $v) { echo $v; break; } $n->next(); foreach ($n as $v) echo $v; echo "\n";
$l = new IteratorIterator(new ArrayObject([7,8])); foreach ($l as $v) echo $v; echo "\n";
echo implode(',', iterator_to_array(new RecursiveIteratorIterator(new RecursiveCallbackFilterIterator(new RecursiveArrayIterator($a), fn($c,$k,$it)=>$it->hasChildren() || $c > 2)), false)), "\n";
echo implode(",", array_keys(iterator_to_array(new RecursiveIteratorIterator(new ParentIterator(new RecursiveArrayIterator($a)), 1), true))), "\n";
