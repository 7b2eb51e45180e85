<?php
// Each level of a chain of `yield from` may not ask all levels below it.
function chain(int $depth) {
    if ($depth > 0) {
        $got = yield from chain($depth - 1);
        return $got + 1;
    }
    for ($i = 0; $i < 3; $i++) yield "key $i" => $i;
    return 1;
}
$g = chain(3000);
foreach ($g as $k => $v) echo "$k => $v\n";
var_dump($g->getReturn());
$seen = 0;
for ($i = 0; $i < 40; $i++) {
    foreach (chain(2000) as $v) $seen += $v;
}
var_dump($seen);
// A generator that two others delegate to is advanced by either.
function shared() { yield 1; yield 2; yield 3; return 'end'; }
function delegate($inner) { return yield from $inner; }
$inner = shared();
$a = delegate($inner);
$b = delegate($inner);
var_dump($a->current(), $b->current());
$a->next();
var_dump($a->current(), $b->current(), $b->key());
$b->next();
var_dump($a->current(), $inner->current());
$inner->next();
var_dump($inner->valid(), $inner->getReturn());
