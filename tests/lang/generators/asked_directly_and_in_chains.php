<?php
// The same loop walks a generator that others delegate to, once through them and once itself.
function inner($n) { for ($i = 0; $i < $n; $i++) yield $i; return $n; }
function outer($g) { $r = yield from $g; yield "r$r"; return $r; }
function walk($g) { $s = ''; foreach ($g as $k => $v) $s .= "$k:$v "; return $s; }
function hand($g) { $s = ''; for (; $g->valid(); $g->next()) $s .= $g->key() . ':' . $g->current() . ' '; return $s; }
$all = '';
for ($i = 0; $i < 120; $i++) {
    foreach (['walk', 'hand'] as $f) {
        $g = inner(4);
        $o = outer($g);
        $p = outer($o);
        $p->current();  // they have begun to delegate
        $all .= $f($f == "walk" ? ($i % 2 ? $p : inner(5)) : match ($i % 3) { 0 => $p, 1 => $o, 2 => $g }) . "\n";
        $all .= ($p->valid() ? 'valid ' . $p->current() : 'ended') . ($o->valid() ? ' valid ' . $o->current() : ' ended') . "\n";
        if ($g->valid()) $all .= "inner goes on\n";
    }
}
echo md5($all), "\n", substr($all, 0, 400), "\n";
