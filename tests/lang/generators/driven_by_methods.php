<?php
// next(), send(), current(), key() and valid() in hot loops: the generator's body is part of them.
function count_up($n) { for ($i = 1; $i <= $n; $i++) yield $i * 2; return 'end'; }
function drive($n) {
    $g = count_up($n); $s = 0;
    while ($g->valid()) { $s = ($s * 7 + $g->current() - $g->key()) % 1000003; $g->next(); }
    return $s . $g->getReturn();
}
echo drive(500), ' ', drive(3), ' ', drive(0), "\n";

function averager() { $sum = $count = 0; $x = yield 0; while (true) { $sum += $x; $count++; $x = yield $sum / $count; } }
function average($n) { $g = averager(); $g->current(); $t = 0; for ($i = 0; $i < $n; $i++) $t += $g->send($i % 10); return $t; }
printf("%.6f\n", average(400));

function logger() { $lines = []; while (true) { $line = yield count($lines); if ($line === null) return $lines; $lines[] = "[$line]"; } }
function logged($n) { $l = logger(); $l->current(); for ($i = 0; $i < $n; $i++) $l->send("l$i"); $l->send(null); return count($l->getReturn()) . $l->getReturn()[$n - 1]; }
echo logged(300), "\n";

// A tokenizer that is told where to go on.
function tokens(string $text) {
    $at = 0; $length = strlen($text);
    while ($at < $length) {
        $c = $text[$at];
        if ($c >= '0' && $c <= '9') { $n = 0; while ($at < $length && $text[$at] >= '0' && $text[$at] <= '9') $n = $n * 10 + (int) $text[$at++]; $skip = yield 'n' => $n; }
        elseif ($c == ' ') { $at++; continue; }
        else { $at++; $skip = yield 'o' => $c; }
        if ($skip) $at += $skip;
    }
}
function sum_tokens($text) {
    $g = tokens($text); $s = 0; $ops = '';
    while ($g->valid()) { if ($g->key() === 'n') { $s += $g->current(); $g->next(); } else { $ops .= $g->current(); $g->send($g->current() === '#' ? 2 : 0); } }
    return $s . md5($ops);
}
echo sum_tokens(str_repeat("12 + 3*44 #xx-7 ", 100)), "\n";

// Resumed in many places, by many means.
function mixed($n) { for ($i = 0; $i < $n; $i++) { $got = yield $i => "v$i"; if ($got) echo $got; } }
function all_means($n) {
    $g = mixed($n); $out = '';
    foreach ($g as $k => $v) {
        $out .= "$k$v ";
        if ($k % 40 == 0) $out .= $g->send(".") . ' ';
        if ($k % 25 == 0) { $g->next(); if (!$g->valid()) break; }
    }
    return md5($out);
}
echo all_means(300), "\n";

// Exceptions from inside, thrown in, and from the outside.
function breakable($n) { for ($i = 0; $i < $n; $i++) { try { $x = yield $i; if ($x === 'boom') throw new LogicException("boom $i"); } catch (RuntimeException $e) { echo $e->getMessage(), ' '; yield -1; } finally { if ($i % 100 == 0) echo "[$i]"; } } }
function break_it($n) {
    $g = breakable($n); $s = 0; $g->current();
    try {
        for ($i = 0; $i < $n * 2; $i++) {
            if ($i == 150) { $s += $g->throw(new RuntimeException("in $i")); continue; }
            $s += $g->send($i == 250 ? 'boom' : $i);
        }
    } catch (LogicException $e) { echo get_class($e), ' ', $e->getMessage(), ' ', $e->getLine(), "\n", preg_replace('~/\S*/~', '', $e->getTraceAsString()), "\n"; }
    return $s;
}
echo break_it(300), "\n";
function thrower($n) { for ($i = 0; $i < $n; $i++) { yield; if ($i == $n - 2) throw new Exception("$i"); } }
function unguarded() { $g = thrower(200); while (true) $g->next(); }
try { unguarded(); } catch (Exception $e) { echo preg_replace('~/\S*/~', '', $e->getTraceAsString()), "\n"; }

// The last reference goes while the generator runs.
class Holder { public $g; }
function suicidal(Holder $h, $n) { for ($i = 0; $i < $n; $i++) { if ($i == $n - 5) $h->g = null; yield $i; } echo "never\n"; }
$h = new Holder; $h->g = suicidal($h, 200); $s = 0;
while ($h->g) { $s += $h->g->current(); $h->g->next(); }
echo $s, "\n";

// Objects and arrays go back and forth.
function echoes() { $x = null; while (true) $x = yield [$x, 'n' => is_object($x) ? $x->n : -1]; }
function ping($n) { $g = echoes(); $g->current(); $s = 0; for ($i = 0; $i < $n; $i++) { $o = new stdClass; $o->n = $i; $r = $g->send($i % 3 ? $o : [$i]); $s += $r['n'] + (is_array($r[0]) ? 1 : 0); } return $s; }
echo ping(300), "\n";

// Merging two sorted streams.
function every($step, $n) { for ($i = $step; $i < $n; $i += $step) yield $i; }
function merged($a, $b) { while ($a->valid() || $b->valid()) { if (!$b->valid() || ($a->valid() && $a->current() <= $b->current())) { yield 'a' => $a->current(); $a->next(); } else { yield 'b' => $b->current(); $b->next(); } } }
$s = 0; $n = 0; foreach (merged(every(3, 900), every(4, 900)) as $k => $v) { $s = ($s * 5 + $v + ord($k)) % 1000003; $n++; }
echo "$s $n\n";
// One generator that resumes another by hand, and itself.
function selfish() { global $self; for ($i = 0; $i < 100; $i++) { yield $i; if ($i == 90) try { $self->next(); } catch (Error $e) { echo $e->getMessage(), "\n"; } } }
$self = selfish(); $s = 0;
while ($self->valid()) { $s += $self->current(); $self->next(); }
echo $s, "\n";
