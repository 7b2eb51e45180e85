<?php
function g($n) { for ($i = 0; $i < $n; $i++) { $x = yield $i => $i * 2; if ($x) echo "got $x\n"; } return 'done'; }
foreach (g(3) as $k => $v) echo "$k=>$v\n";
$g = g(3); echo $g->current(), $g->send('hello'), "\n"; $g->next(); echo $g->key(), "\n"; $g->next(); var_dump($g->valid(), $g->getReturn());
function inner() { $r = yield 1; echo "r=$r\n"; yield 2; return 3; }
function outer() { $x = yield from inner(); echo "x=$x\n"; yield from [10, 20]; yield 4; }
foreach (outer() as $k => $v) echo "$k=>$v\n";
$o = outer(); $o->current(); $o->send('S');
function ex() { try { yield 1; yield 2; } catch (Exception $e) { echo "caught ", $e->getMessage(), "\n"; yield 99; } finally { echo "fin\n"; } }
$e = ex(); $e->current(); echo $e->throw(new Exception("boo")), "\n"; $e->next(); var_dump($e->valid());
function f2() { try { yield 1; } finally { echo "destroyed\n"; } }
$z = f2(); $z->current(); unset($z);
function add($a, $b) { return $a + $b; }
function ng() { $r = add(yield 1, yield 2); echo "sum $r\n"; }
$n = ng(); $n->current(); $n->send(10); $n->send(20);
class T implements IteratorAggregate { function getIterator(): Iterator { yield 'a' => 1; yield 'b' => 2; } }
foreach (new T as $k => $v) echo "$k$v "; echo "\n";
function &rg(array &$a) { foreach ($a as $k => &$v) yield $k => $v; }
$fib = (function() { [$a, $b] = [0, 1]; while (true) { yield $a; [$a, $b] = [$b, $a + $b]; } })();
foreach ($fib as $i => $v) { if ($i > 10) break; echo $v, " "; } echo "\n";
function thrower() { yield 1; throw new LogicException("x"); }
try { foreach (thrower() as $v) echo $v; } catch (LogicException $e) { echo get_class($e), "\n"; }
function kv() { yield 'a' => 1; yield 2; yield 10 => 3; yield 4; }
foreach (kv() as $k => $v) echo "$k=>$v,"; echo "\n";
echo implode(',', [...g(4)]), "\n";
$gen = g(2); foreach ($gen as $_); try { foreach ($gen as $_); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
