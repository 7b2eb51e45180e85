<?php
// Producers of all kinds, consumed in loops hot enough to be traced: what the generator holds must be where it
// belongs whenever one of the two sides is left.
function ints($n) { for ($i = 0; $i < $n; $i++) yield $i; }
function pairs($n) { for ($i = 0; $i < $n; $i++) yield "k" . ($i % 7) => $i * 2; }
function two($n) { for ($i = 0; $i < $n; $i++) { yield $i; yield -$i; } }
function words($n) { for ($i = 0; $i < $n; $i++) yield "w$i"; }
function rows($n) { for ($i = 0; $i < $n; $i++) yield [$i, "r$i", $i / 2]; }
function objects($n) { for ($i = 0; $i < $n; $i++) { $o = new stdClass; $o->n = $i; yield $o; } }
function keys_given($n) { for ($i = 0; $i < $n; $i++) yield ($i * 3) % 11 => $i; yield "last"; }
function map(callable $f, iterable $in) { foreach ($in as $k => $x) yield $k => $f($x); }
function filter(callable $f, iterable $in) { foreach ($in as $k => $x) if ($f($x)) yield $k => $x; }
function take($n, iterable $in) { foreach ($in as $k => $x) { if ($n-- <= 0) return; yield $k => $x; } }
function types($n) { for ($i = 0; $i < $n; $i++) yield match ($i % 5) { 0 => $i, 1 => $i / 4, 2 => "s$i", 3 => null, 4 => [$i] }; }

function sum($n) { $s = 0; foreach (ints($n) as $v) $s += $v; return $s; }
echo sum(1000), " ", sum(10), " ", sum(333), "\n";

function keyed($n) { $s = 0; $ks = []; foreach (pairs($n) as $k => $v) { $s += $v; $ks[$k] = ($ks[$k] ?? 0) + 1; } ksort($ks); return $s . json_encode($ks); }
echo keyed(500), "\n";

function doubled($n) { $s = 0; foreach (two($n) as $k => $v) { $s = ($s * 3 + $v + $k) % 1000003; } return $s; }
echo doubled(400), "\n";

function strings($n) { $s = ''; foreach (words($n) as $w) $s = md5($s . $w); return $s; }
echo strings(300), "\n";

function arrays($n) { $s = 0; foreach (rows($n) as [$a, $b, $c]) { $s += $a + strlen($b) + $c; } return $s; }
echo arrays(300), "\n";

function heap($n) { $s = 0; foreach (objects($n) as $o) { $s += $o->n; if ($o->n % 50 == 0) $kept[] = $o; } return $s . ' ' . count($kept); }
echo heap(300), "\n";

function given($n) { $s = ''; foreach (keys_given($n) as $k => $v) $s .= "$k=$v,"; return substr($s, -40) . ' ' . crc32($s); }
echo given(200), "\n";

function pipeline($n) {
    $s = 0;
    foreach (take(200, filter(fn($x) => $x % 3 != 0, map(fn($x) => $x * 2 + 1, ints($n)))) as $k => $v) $s += $k * $v;
    return $s;
}
echo pipeline(1000), " ", pipeline(50), "\n";

function mixed_types($n) { $s = ''; foreach (types($n) as $k => $v) $s = md5($s . $k . json_encode($v)); return $s; }
echo mixed_types(300), "\n";

function early($n, $stop) { foreach (ints($n) as $v) { if ($v == $stop) break; } return $v; }
foreach ([100, 3, 500, 77] as $stop) echo early(1000, $stop), " ";
echo "\n";

class Tree {
    public function __construct(public $v, public $l = null, public $r = null) {}
    public function each() { $stack = [$this]; while ($stack) { $t = array_pop($stack); yield $t->v; if ($t->l) $stack[] = $t->l; if ($t->r) $stack[] = $t->r; } }
    public function mine($n) { for ($i = 0; $i < $n; $i++) yield $this->v + $i; }
}
$t = null;
for ($i = 0; $i < 200; $i++) $t = new Tree($i, $t, $i % 3 ? new Tree(-$i) : null);
$s = 0;
foreach ($t->each() as $v) $s += $v;
foreach ($t->mine(300) as $v) $s += $v;
echo $s, "\n";

// Two generators in one loop, one of them driven by hand.
function zip($n) {
    $b = two($n);
    $s = 0;
    foreach (ints($n) as $a) { if (!$b->valid()) break; $s += $a * $b->current(); $b->next(); }
    return $s;
}
echo zip(300), "\n";

// The generator throws, and finally blocks run on both sides.
function failing($n) { try { for ($i = 0; ; $i++) { if ($i == $n) throw new Exception("at $i"); yield $i; } } finally { echo "[closed $n]"; } }
foreach ([5, 100, 250] as $n) {
    $s = 0;
    try { foreach (failing($n) as $v) $s += $v; } catch (Exception $e) { echo $e->getMessage(), ' line ', $e->getLine(), " $s\n"; }
}
foreach ([5, 100, 250] as $n) { foreach (failing(1000) as $v) if ($v == $n) break; unset($v); }
echo "\n";

// A destructor that runs between two rounds looks at the generator.
class Looks {
    public static $g, $seen = 0;
    public function __construct(public int $i) {}
    public function __destruct() { if (self::$g->valid()) self::$seen += self::$g->key(); }
}
function looked_at($n) { for ($i = 0; $i < $n; $i++) yield new Looks($i); }
Looks::$g = looked_at(200);
$s = 0;
foreach (Looks::$g as $o) $s += $o->i;
unset($o);
echo $s, ' ', Looks::$seen, "\n";
// And one that goes on with it.
class Steals {
    public function __construct(public $g, public int $i) {}
    public function __destruct() { if ($this->i % 10 == 3 && $this->g) { try { $this->g->next(); } catch (Error $e) { echo $e->getMessage(), "\n"; } } }
}
function stolen($n) { for ($i = 0; $i < $n; $i++) yield $i; }
$g = stolen(400);
$s = $n = 0;
foreach ($g as $v) { $x = new Steals($g, $v); $s += $v; $n++; }
unset($x);
echo "$s $n\n";

// References in the generator's variables, and a variable that the consumer shares with it.
function shared(&$out, $n) { for ($i = 0; $i < $n; $i++) { $out = $i * 2; yield $i; } }
$seen = 0; $s = 0;
foreach (shared($seen, 300) as $v) { $s += $seen - $v; $seen = 0; }
echo $s, "\n";
$f = function ($n) use (&$s) { for ($i = 0; $i < $n; $i++) { $s++; yield $i; } };
foreach ($f(300) as $v) { $s -= 2; }
echo $s, "\n";

// By reference.
function &refs(array &$a) { foreach ($a as $k => &$v) yield $k => $v; }
$a = range(0, 99);
foreach (refs($a) as &$v) $v *= 2;
unset($v);
echo array_sum($a), "\n";

// Nested loops over generators.
function grid($n) { $s = 0; foreach (ints($n) as $a) foreach (ints($a % 5 + 1) as $b) $s += $a * $b; return $s; }
echo grid(200), "\n";

function gen_in_gen($n) { foreach (ints($n) as $a) { foreach (ints(3) as $b) yield $a => $b; } }
$s = 0; foreach (gen_in_gen(150) as $k => $v) $s += $k * $v;
echo $s, "\n";
