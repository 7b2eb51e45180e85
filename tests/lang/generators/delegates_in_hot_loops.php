<?php
// Delegates that begin, return, throw and are abandoned in hot loops, in chains of every depth.
class D { public $n; static $log = ''; function __construct($n) { $this->n = $n; } function __destruct() { self::$log .= "d{$this->n};"; if ($this->n % 7 == 0) foreach (debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS) as $f) self::$log .= $f['function'] . ','; } }
function in($n, $tag) { $d = new D($tag); for ($i = 0; $i < $n; $i++) { yield "$tag.$i" => $i; } return $tag; }
function plain($n) { for ($i = 0; $i < $n; $i++) yield $i; return $n * 2; }
function two($n) { $a = yield from plain($n); $b = yield from plain($n + 1); yield $a + $b; return $a * $b; }
function deepn($d, $n) { if ($d == 0) { return yield from plain($n); } $x = yield from deepn($d - 1, $n); yield "d$d"; return $x + 1; }
function obj($m) { for ($i = 0; $i < $m; $i++) { $r = yield from in($i % 4, $i); if ($i % 5 == 0) yield $r; } }
function yobj($n) { for ($i = 0; $i < $n; $i++) yield new D($i); return new D(-$n); }
function dyobj($m) { for ($i = 0; $i < $m; $i++) { $o = yield from yobj($i % 3); yield $o->n; $o = null; } }
function thr($i) { yield $i; if ($i % 6 == 4) throw new Exception("e$i"); yield $i + 1; return $i; }
function catcher($m) { for ($i = 0; $i < $m; $i++) { try { $x = yield from thr($i); yield "r$x"; } catch (Exception $e) { yield $e->getMessage() . $e->getLine(); } finally { if ($i % 9 == 0) yield "f$i"; } } }
function empties($m) { for ($i = 0; $i < $m; $i++) { yield from nothing(); yield from nothing($i); if ($i % 3 == 0) yield $i; } }
function nothing($x = null) { if ($x === -1) yield 1; return $x; }
class T { public $l, $r; function __construct(public $v) {} function walk() { if ($this->l) yield from $this->l->walk(); yield $this->v => $this; if ($this->r) yield from $this->r->walk(); }
  static function build($a, $b) { if ($a > $b) return null; $m = intdiv($a + $b, 2); $t = new T($m); $t->l = T::build($a, $m - 1); $t->r = T::build($m + 1, $b); return $t; } }
function pre($m) { $gs = []; for ($i = 0; $i < $m; $i++) { $g = plain(4); if ($i % 2) $g->current(); if ($i % 4 == 3) { $g->next(); } $gs[] = $g; $r = yield from $g; yield "r$r"; } yield count($gs); foreach ($gs as $g) yield $g->getReturn(); }
function sender($m) { $t = 0; for ($i = 0; $i < $m; $i++) { $t += yield from acc($i); } return $t; }
function acc($i) { $a = yield $i; $b = yield $a; return $a + $b; }
function closuregen($m) { $k = 5; $f = function ($n) use ($k) { for ($i = 0; $i < $n; $i++) yield $i + $k; return $k; }; for ($i = 0; $i < $m; $i++) { $x = yield from $f($i % 3); } return $x; }
function aggr($m) { $c = new class implements IteratorAggregate { function getIterator(): Iterator { yield 1; yield 2; return 3; } }; for ($i = 0; $i < $m; $i++) { $x = yield from $c; yield $x; } }
function arr($m) { for ($i = 0; $i < $m; $i++) { yield from [$i, 'k' => "v$i", $i * 2 => [$i]]; yield from []; $x = yield from [new D($i)]; } }
function sh($g) { yield from $g; }
function fsusp($m) { for ($i = 0; $i < $m; $i++) { $x = yield from fin($i); if ($i % 10 == 0) $x += Fiber::suspend($i); yield $x; } } function fin($i) { yield $i; if ($i % 7 == 0) Fiber::suspend("in$i"); return $i; }
function pr($it) { $s = ''; $n = 0; foreach ($it as $k => $v) { $s .= json_encode($k instanceof D ? 'D' : $k) . '=' . (is_object($v) ? get_class($v) : json_encode($v)) . ' '; if (++$n % 40 == 0) $s .= "\n"; } return $s; }
for ($round = 0; $round < 2; $round++) {
echo "two\n"; $s = 0; for ($i = 0; $i < 60; $i++) foreach (two($i % 5) as $k => $v) $s += $k * 3 + $v; echo $s, "\n";
echo "deep\n"; $s = ''; for ($i = 0; $i < 60; $i++) { $g = deepn($i % 6, $i % 4); foreach ($g as $k => $v) $s .= "$k$v "; $s .= $g->getReturn() . "\n"; } echo md5($s), substr($s, -60), "\n";
echo "obj\n", md5(pr(obj(150))), "\n", md5(D::$log), substr(D::$log, 0, 200), "\n"; D::$log = '';
echo "dy\n", pr(dyobj(100)), "\n", D::$log, "\n"; D::$log = '';
echo "catch\n", md5(pr(catcher(200))), "\n";
echo "empty\n", md5(pr(empties(200))), "\n";
$t = T::build(1, 200); $s = 0; for ($i = 0; $i < 8; $i++) foreach ($t->walk() as $k => $v) { $s = ($s * 31 + $k + $v->v) % 1000003; } echo $s, "\n";
for ($i = 0; $i < 30; $i++) { foreach ($t->walk() as $k => $v) { if ($k > $i * 4) break; $s = ($s * 31 + $k) % 1000003; } } echo $s, "\n";
echo "pre\n", pr(pre(40)), "\n";
$g = sender(200); $x = $g->current(); $n = 0; while ($g->valid()) { $x = $g->send($x + 1); $n += $x; } echo $n, ' ', $g->getReturn(), "\n";
$s = 0; $g = closuregen(200); foreach ($g as $v) $s += $v; echo $s, ' ', $g->getReturn(), "\n";
echo md5(pr(aggr(100))), "\n";
echo md5(pr(arr(100))), strlen(D::$log), "\n"; D::$log = '';
$s = 0; for ($g = two(300); $g->valid(); $g->next()) $s += $g->current() + $g->key(); echo $s, ' ', $g->getReturn(), "\n";
$s = ''; for ($i = 0; $i < 80; $i++) { $g = deepn(3, 3); $g->current(); $h = $g; foreach ($g as $v) { $s .= $v; if ($i % 7 == 3 && $v === 'd2') { try { $g->throw(new Exception("t$i")); } catch (Exception $e) { $s .= $e->getMessage(); break; } } } } echo md5($s), "\n";
$shared = two(50); $a = sh($shared); $b = sh($shared); $s = ''; $i = 0; while ($a->valid() || $b->valid()) { $x = ($i++ & 1) ? $a : $b; if ($x->valid()) { $s .= $x->current() . ','; $x->next(); } } echo md5($s), "\n";
$f = new Fiber(function () { $s = 0; foreach (fsusp(100) as $v) $s += $v; return $s; });
$f->start(); $n = 0; while (!$f->isTerminated()) { $f->resume(++$n); } echo $n, ' ', $f->getReturn(), "\n";
}
