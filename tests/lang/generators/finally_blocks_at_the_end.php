<?php
// What suspended generators have in finally blocks runs at the end too, where a cycle holds them.
class D { public $g; public function __construct(public string $n) {} public function __destruct() { echo "~$this->n "; } }
function held(string $n) { $d = new D($n); try { $x = yield 1; yield 2; } finally { echo "[$n ", $d->n, " ", is_object($x) ? get_class($x) : gettype($x), "]\n"; } }
function cycle(string $n) { try { try { throw new LogicException("l"); } catch (Exception $e) { } yield 84; } finally { echo "[$n]\n"; } }
function through($values) { foreach ($values as $k => $v) { yield $k => $v; } }
foreach (through(cycle('trace')) as $v) { break; }
function alone() { $d = new D('alone'); $me = yield 1; yield $d; }
$w = alone(); $w->current(); $w->send($w); unset($w);
$w = held('w'); $w->current(); $w->send($w); unset($w);
function yields() { try { $me = yield 1; yield 2; } finally { echo "[yields"; yield 3; echo "never]"; } }
$w = yields(); $w->current(); $w->send($w); unset($w);
function throws() { try { $me = yield 1; yield 2; } finally { echo "[throws]\n"; throw new LogicException('at the end'); } }
register_shutdown_function(function () { echo "shutdown\n"; });
echo "end\n";
