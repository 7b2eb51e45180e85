<?php
// Generators that a hot loop makes, runs and drops: to the end, in part, never; what they own goes when it should.
class Noisy {
    public static array $log = [];
    public static int $gone = 0;
    public function __construct(public int $n) {}
    public function __destruct() { self::$gone++; }
    public function upto(int $k, ?Noisy $other = null) {
        for ($i = 0; $i < $k; $i++) yield $this->n + $i => $other?->n ?? $i;
        return $this;
    }
    public static function squares(int $k) { foreach (range(1, $k) as $x) yield $x * $x; return static::class; }
}
function plain(int $from, int $to = 4, string $s = "x") {
    while ($from < $to) yield $s . $from++;
    return $s;
}
function held(Noisy $o, array $list) {
    $local = new Noisy(1000);
    foreach ($list as $k => $v) yield $k => $v + $o->n + $local->n;
}
function guarded(int $n, array &$log) {
    try {
        for ($i = 0; $i < $n; $i++) { $got = yield $i; if ($got === "stop") return "stopped"; }
        return "done";
    } finally {
        $log[] = $n;
    }
}
function swapped(Noisy $o) { $o = yield $o->n; yield $o; }
function thrower(int $i) { yield $i; if ($i % 3 == 0) throw new LogicException("t$i"); yield -$i; }
function nested(int $n) { foreach (plain($n % 3) as $s) foreach (plain(0, 2, $s) as $t) yield $t; }
function none() { if (false) yield; return 5; }
function consume(iterable $g): string { $s = ''; foreach ($g as $k => $v) $s .= "$k$v"; return $s; }
function take($g, int $n): int { $sum = 0; foreach ($g as $v) { $sum += $v; if (--$n == 0) break; } return $sum; }

function all(int $rounds): string {
    $sum = 0;
    $text = '';
    $log = [];
    $keep = new Noisy(7);
    for ($i = 0; $i < $rounds; $i++) {
        foreach (plain($i % 5) as $s) $sum += strlen($s);
        $text = md5($text . consume(plain($i % 4, 5)));
        $g = $keep->upto($i % 4, $i % 2 ? $keep : null);
        foreach ($g as $k => $v) $sum += $k * 3 + $v;
        $sum += $g->getReturn()->n;
        $sum += take((new Noisy($i))->upto(6), 3);
        foreach (held(new Noisy($i), [1, 2, $i]) as $k => $v) $sum += $k + $v;
        $g = held($keep, [5]);
        $g = null;
        $g = guarded(3, $log);
        foreach ($g as $v) if ($v == $i % 5) break;
        unset($g);
        $g = guarded(10, $log);
        $g->current();
        $g->send(1);
        $sum += $g->current();
        $g->send($i % 2 ? "stop" : "go");
        $sum += $g->valid() ? 1 : strlen($g->getReturn());
        $g = swapped(new Noisy(3));
        $sum += $g->current();
        $sum += $g->send($i);
        try { foreach (thrower($i) as $v) $sum += $v; } catch (LogicException $e) { $sum += strlen($e->getMessage()); }
        foreach (nested($i) as $t) $sum += strlen($t);
        foreach (none() as $v) $sum += 100000;
        $g = none();
        $sum += $g->valid() ? 0 : $g->getReturn();
        foreach (Noisy::squares(3) as $q) $sum += $q;
        $kept[$i % 3] = plain($i % 2, 9);
        $sum += ord($kept[$i % 3]->current());
        $sum += strlen($kept[0]->current() ?? '');
        $kept[0]->next();
        $never = plain(1);
        $a = plain(0, 3);
        $b = plain(0, 3);
        while ($a->valid() && $b->valid()) { $sum += strlen($a->current() . $b->key()); $a->next(); $b->next(); }
    }
    return "$sum $text " . count($log) . " " . array_sum($log) . " " . Noisy::$gone;
}
echo all(3), "\n", all(150), "\n", all(400), "\n";
$never = $keep = null;

// At top level, where variables are anybody's.
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    $g = plain($i % 6, 6);
    foreach ($g as $k => $v) { $sum += strlen($v) + $k; if ($i == 250) $GLOBALS['sum'] += 1; }
    $sum += strlen($g->getReturn());
    try { foreach ($g as $v); } catch (Exception $e) { $sum += strlen($e->getMessage()); }
}
echo $sum, "\n";
// By recursion, and too many at a time for one trace.
function depth(int $n) { if ($n > 0) foreach (depth($n - 1) as $v) yield $v + 1; yield $n; }
$sum = 0;
for ($i = 0; $i < 60; $i++) foreach (depth(12) as $v) $sum += $v;
echo $sum, "\n";
