<?php
// `yield from` of arrays of every kind in hot loops, by foreach and by methods; chains driven by methods.
class D {
    static $log = '';
    function __construct(public $n) {}
    function __destruct() { self::$log .= "d{$this->n};"; }
}
function lists($m) { for ($i = 0; $i < $m; $i++) { $r = yield from [$i, $i + 1, $i + 2]; if ($r !== null) echo "r"; yield -1; } return 'L'; }
function floats($m) { for ($i = 0; $i < $m; $i++) yield from [$i * 0.5, 1.5]; }
function mixed($m) { for ($i = 0; $i < $m; $i++) yield from [$i, "s$i", null, $i % 2 == 0, [$i], 2.5]; }
function named($m) { for ($i = 0; $i < $m; $i++) yield from ['a' => $i, 'b' => "v$i", 5 => $i * 2]; }
function hashes($m) { $h = []; for ($i = 0; $i < 40; $i++) $h["k$i"] = $i; unset($h['k7'], $h['k8']); for ($i = 0; $i < $m; $i++) { $h["k" . ($i % 40)] = -$i; yield from $h; } }
function holes($m) { $a = range(0, 30); unset($a[3], $a[4], $a[30]); for ($i = 0; $i < $m; $i++) { yield from $a; $a[] = $i; unset($a[$i % 20]); } }
function empties($m) { for ($i = 0; $i < $m; $i++) { $x = yield from []; yield from $i % 3 ? [] : [$i]; yield $x; } }
function refs($m) { $v = 1; $a = [1, &$v, 3]; for ($i = 0; $i < $m; $i++) { $v = $i; yield from $a; } }
function objects($m) { for ($i = 0; $i < $m; $i++) { yield from [new D($i), new D(-$i)]; D::$log .= '|'; } }
function keep($m) { $a = [1, 2, 3]; for ($i = 0; $i < $m; $i++) { yield from $a; $a[] = $i; if (count($a) > 9) $a = [$i]; } }
function kinds($m) { for ($i = 0; $i < $m; $i++) yield from match ($i % 4) { 0 => [1, 2], 1 => ['x' => 1], 2 => [1.5, 'q'], 3 => [] }; }
function nested($m) { for ($i = 0; $i < $m; $i++) { yield from inner($i % 5); yield from [7, 8]; } }
function inner($n) { yield from range(0, $n); return yield from keep2($n); }
function keep2($n) { yield from ['z' => $n]; return $n; }
function thrower($m) { for ($i = 0; $i < $m; $i++) { try { yield from [$i, $i]; if ($i % 7 == 3) throw new Exception("t$i"); } catch (Exception $e) { yield from [$e->getMessage()]; } finally { yield from ["f$i"]; } } }
function show($it) { $s = ''; foreach ($it as $k => $v) $s .= "$k=" . ($v instanceof D ? "D$v->n" : json_encode($v)) . ' '; return $s; }
function sum($it) { $s = 0; foreach ($it as $v) $s = ($s * 3 + (is_numeric($v) ? (int) $v : 1)) % 1000003; return $s; }
function main() {
    foreach (['lists', 'floats', 'mixed', 'named', 'hashes', 'holes', 'empties', 'refs', 'keep', 'kinds', 'nested', 'thrower'] as $f) {
        echo $f, ' ', md5(show($f(150))), ' ', sum($f(150)), ' ', substr(show($f(3)), 0, 70), "\n";
    }
    echo show(objects(80)), "\n", D::$log, "\n";
    foreach (['lists', 'named', 'nested', 'thrower', 'kinds'] as $f) {
        $s = 0;
        for ($g = $f(150); $g->valid(); $g->next()) $s = ($s * 7 + crc32($g->key() . json_encode($g->current()))) % 1000003;
        echo $s, ' ', json_encode($g->getReturn()), "\n";
        $g = $f(150); $s = '';
        while ($g->valid()) { $s .= json_encode($g->current()); $s .= json_encode($g->send('x')); }
        echo md5($s), "\n";
    }
    // Abandoned in the middle, changed from outside, resumed elsewhere.
    $s = 0;
    for ($i = 0; $i < 150; $i++) { foreach (keep(10) as $n => $v) { $s += $v; if ($v > $i % 11) break; } }
    echo $s, "\n";
    $g = lists(100); $s = 0;
    foreach ($g as $v) { $s += $v; if ($v % 5 == 2) { $g->next(); $s += (int) $g->current(); } }
    echo $s, ' ', $g->getReturn(), "\n";
    $f = new Fiber(function () { $s = 0; foreach (lists(60) as $v) { if ($v == 9) $s += Fiber::suspend($s); $s += $v; } return $s; });
    $f->start(); while (!$f->isTerminated()) $f->resume(1000);
    echo $f->getReturn(), "\n";
}
main();
main();
