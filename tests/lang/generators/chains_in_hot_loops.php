<?php
// Loops over generators that delegate: what a hot loop gets from the other end of the chain, also where others ask the
// same generators, the chain changes under the loop, or user code looks at it.
function leaf(int $n) { for ($i = 0; $i < $n; $i++) yield $i; return $n; }
function middle(int $n) { $x = yield from leaf($n); yield "m" => $x; yield from leaf($n >> 1); return $x + 1; }
function top(int $n) { yield -1; $r = yield from middle($n); yield from [5, 6]; yield "r" => $r; yield from middle(9); }
function text($v) { return is_int($v) ? $v : strlen($v); }
class Dying { public static $gone = ''; public function __construct(public string $s) {} public function __destruct() { self::$gone = md5(self::$gone . $this->s . count(debug_backtrace())); } }
function objects(int $n) { for ($i = 0; $i < $n; $i++) yield new Dying("o$i"); }
function wrap($g) { try { yield from $g; } finally { echo "wrapped\n"; } }
function bad(int $n) { for ($i = 0; $i < $n; $i++) yield $i; throw new LogicException("bad $n"); }

$s = 0;
foreach (top(300) as $k => $v) $s = ($s * 3 + $v + text($k)) % 1000003;
echo "$s\n";
function run(int $n) {
    $s = 0;
    foreach (top($n) as $k => $v) {
        $s = ($s * 3 + $v + text($k)) % 1000003;
        foreach (wrapped(3) as $w) $s += $w;
    }
    return $s;
}
function wrapped($n) { yield from leaf($n); }
echo run(200), "\n";
foreach (wrap(objects(150)) as $o) $s += strlen($o->s);
unset($o);
echo $s, " ", Dying::$gone, "\n";
try { foreach (wrap(wrap(bad(150))) as $v) $s += $v; } catch (LogicException $e) { echo $e->getMessage(), " $s ", count($e->getTrace()), "\n"; }
foreach (wrap(leaf(500)) as $v) { if ($v == 300) break; $s += $v; }
// Shared: two loops, and somebody who asks the leaf itself.
$leaf = leaf(400);
$a = wrapped2($leaf);
$b = wrapped2($leaf);
function wrapped2($g) { return yield from $g; }
foreach ($a as $v) {
    $s += $v;
    if ($v % 7 == 3 && $b->valid()) { $s += $b->current(); $b->next(); }
    if ($v % 50 == 20) { $leaf->next(); $s += $leaf->current() ?? 0; }
}
echo $s, " ", $a->getReturn(), " ", $b->valid() ? "on" : $b->getReturn(), "\n";
// Asks itself from within, and is rewound too late.
function itself() { global $me; for ($i = 0; $i < 200; $i++) { try { if ($i % 60 == 59) $me->next(); } catch (Error $e) { echo $e->getMessage(), "\n"; } yield $i; } }
$me = wrapped2(itself());
foreach ($me as $v) { $s += $v; if ($v == 150) try { $me->rewind(); } catch (Exception $e) { echo $e->getMessage(), "\n"; } }
echo "$s\n";
// A traced loop of a method, chains made in it.
class Tree {
    public function __construct(public int $n, public ?Tree $l = null, public ?Tree $r = null) {}
    public function walk() { if ($this->l) yield from $this->l->walk(); yield $this->n; if ($this->r) yield from $this->r->walk(); }
    public static function of(int $a, int $b): ?Tree { if ($a > $b) return null; $m = ($a + $b) >> 1; return new Tree($m, self::of($a, $m - 1), self::of($m + 1, $b)); }
    public function sum() { $s = 0; foreach ($this->walk() as $i => $v) $s = ($s * 5 + $v + $i) % 10007; return $s; }
}
$t = Tree::of(1, 60);
$s = 0;
for ($i = 0; $i < 40; $i++) $s = ($s * 3 + $t->sum()) % 10007;
echo "$s\n";
