<?php
// Iterators and generators that builtins and argument unpacking walk: which methods are called, what generators see.
class I implements Iterator { private $i=0; function __construct(public $n){} function rewind():void{echo "rewind ";$this->i=0;} function valid():bool{echo "valid ";return $this->i<$this->n;} function current():mixed{echo "current ";return $this->i*2;} function key():mixed{echo "key ";return "k$this->i";} function next():void{echo "next ";$this->i++;} }
function f(...$a) { return count($a); }
print_r(iterator_to_array(new I(2))); print_r(iterator_to_array(new I(2), false)); print_r([...new I(1)]); try { echo f(...new I(1)),"\n"; } catch (Error $e) { echo $e->getMessage(),"\n"; }
function g($n) { try { for ($i=0;$i<$n;$i++) { $x = yield "a$i" => $i; if ($i==3) throw new Exception("at $i"); } return 9; } finally { echo "fin\n"; } }
print_r(iterator_to_array(g(2))); print_r(iterator_to_array(g(2), false)); print_r([...g(2)]);
try { iterator_to_array(g(9)); } catch (Exception $e) { echo $e->getMessage(),"\n"; }
$g=g(3); $g->current(); $g->next(); try { print_r(iterator_to_array($g)); } catch (Exception $e) { echo $e->getMessage(),"\n"; }
$g=g(1); foreach ($g as $_); try { print_r(iterator_to_array($g)); } catch (Exception $e) { echo $e->getMessage(),"\n"; }
function h() { yield from [1,2]; yield from g(2); yield 5; } print_r(iterator_to_array(h(), false)); echo f(...(function() { yield 1; yield 2; })()), "\n";
function bt() { yield 1; print_r(array_map(fn($f)=>$f['function'], debug_backtrace())); yield 2; } iterator_to_array(bt()); f(...bt());
function &r() { static $a=[1,2]; foreach ($a as &$v) yield $v; } print_r(iterator_to_array(r()));
$fib = new Fiber(function() { print_r(iterator_to_array((function() { yield Fiber::suspend(1); yield 2; })())); }); $fib->start(); $fib->resume('r');
