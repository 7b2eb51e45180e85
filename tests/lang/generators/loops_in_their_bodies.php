<?php
// Loops in the bodies of generators that yield nothing: traced with the generator's frame as their own, with calls
// in them, on the stack of whoever asked.
class Tracer {
    public static array $seen = [];
    public function __construct(public int $n) {}
    public function __destruct() {
        if ($this->n % 97 == 0) {
            $names = [];
            foreach (debug_backtrace() as $f) $names[] = $f['function'];
            self::$seen[] = implode('<', $names);
        }
    }
}
function sq(int $x) { return $x * $x % 7; }
function twice($f, $x) { return $f($f($x)); }
function leak(int $i) { $t = new Tracer($i); return $t->n & 3; }
function odd(int $i) { if ($i % 11 == 5) throw new RangeException("r$i"); return $i % 4; }
function odder(int $i, ?array &$out) { $out[] = $i; return odd($i) + 1; }

function sums(int $n, int $rounds = 3, ...$more) {
    for ($r = 0; $r < $rounds; $r++) {
        $s = 0;
        for ($i = 0; $i < $n; $i++) {
            $s = ($s * 3 + sq($i) + $r) % 1000003;
            if ($i == $n - 2) $s += strlen("x$i");
        }
        yield $r => $s;
    }
    return count($more);
}
function closures(int $n) {
    $add = 5;
    $f = fn($x) => ($x + $add) % 101;
    do {
        $s = 0;
        foreach (range(1, $n) as $x) $s += twice($f, $x);
        $got = yield $s;
    } while ($got);
}
function leaks(int $n) {
    $s = 0;
    for ($i = 1; $i <= $n; $i++) $s += leak($i);
    yield $s;
    for ($i = 1; $i <= $n; $i++) { $t = new Tracer($i); $s += $t->n; }
    yield $s;
}
function throws(int $n) {
    $caught = $s = 0;
    for ($i = 0; $i < $n; $i++) {
        try { $s += odd($i); } catch (RangeException $e) { $caught += strlen($e->getMessage()); }
        try { $s += odder($i, $out); } catch (RangeException $e) { $caught++; } finally { $s++; }
    }
    yield $s => $caught;
    yield count($out);
    for ($i = 0; $i < $n; $i++) $s += odd($i);
    yield "never";
}
class Holder {
    private array $data = [];
    public function fill(int $n) { for ($i = 0; $i < $n; $i++) $this->data[] = $i ^ 5; }
    private function at(int $i) { return $this->data[$i]; }
    public function scan() {
        $n = count($this->data);
        for ($k = 0; $k < 4; $k++) {
            $best = -1;
            for ($i = 0; $i < $n; $i++) { $v = $this->at($i) * ($k + 1) % 61; if ($v > $best) $best = $v; }
            yield $k => $best;
        }
    }
}
function inner(int $n) { $s = 0; for ($i = 0; $i < $n; $i++) { foreach (pair($i) as $v) $s += $v; } yield $s; }
function pair($i) { yield $i; yield sq($i); }
function deep(int $n) { foreach (sums($n, 2) as $v) yield from sums($v % 90 + 60, 2, 1, 2); }

foreach (sums(200) as $k => $v) echo "$k=>$v ";
foreach (sums(200, 2, 7, 8, 9) as $k => $v) echo "$k=>$v ";
echo "\n";
$g = closures(150);
echo $g->current(), " ", $g->send(1), " ", $g->send(1), "\n";
function asks($g) { $all = []; foreach ($g as $k => $v) $all[] = "$k:$v"; return implode(",", $all); }
echo asks(leaks(300)), " ", count(Tracer::$seen), " ", implode(" ", array_unique(Tracer::$seen)), "\n";
try { echo asks(throws(200)), "\n"; } catch (RangeException $e) { echo $e->getMessage(), " ", $e->getLine(), " ", count($e->getTrace()), "\n"; }
$h = new Holder;
$h->fill(180);
echo asks($h->scan()), " ", implode(",", iterator_to_array($h->scan())), "\n";
echo asks(inner(200)), " ", asks(deep(100)), "\n";
$fiber = new Fiber(function () { foreach (sums(150) as $v) Fiber::suspend($v); return array_sum(iterator_to_array(sums(130))); });
echo $fiber->start(), " ", $fiber->resume(), " ", $fiber->resume(), " "; $fiber->resume(); echo $fiber->getReturn(), "\n";
