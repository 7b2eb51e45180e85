<?php
// Loops that go on with another generator each round, or make one: what a round left in memory belongs to that
// round's generator.
function squares(int $from) { for ($i = $from; $i < 100000; $i++) yield $i * $i % 1009; }
class Box { public int $n = 0; }
function look(Box $b) { return $b->n; }
function turns(array $gens, Box $box, int $n) {
    $s = 0;
    for ($i = 0; $i < $n; $i++) {
        $s += look($box);
        $g = count($gens);
        $gens[$i % $g]->next();
        $s = ($s * 3 + $gens[$i % $g]->current()) % 1000003;
    }
    return $s;
}
function pairs($a, $b, Box $box, int $n) {
    $s = 0;
    for ($i = 0; $i < $n; $i++) {
        $s += look($box);
        $a->next();
        $s = ($s * 3 + $a->current()) % 1000003;
        $s += look($box);
        $b->next();
        $s = ($s * 5 + $b->current()) % 1000003;
        $t = $a; $a = $b; $b = $t;
    }
    return $s;
}
function sends() { $x = 1; while (true) { $got = yield $x; $x = ($x * 7 + $got) % 10007; } }
function send_turns(array $gens, int $n) {
    $s = 0;
    for ($i = 0; $i < $n; $i++) $s = ($s * 3 + $gens[$i & 3]->send($i)) % 1000003;
    return $s;
}
function held($gens, $box, $n) {
    $s = 0;
    for ($i = 0; $i < $n; $i++) {
        $s += look($box);
        foreach ($gens as $g) { $s = ($s * 3 + $g->current()) % 1000003; $g->next(); }
    }
    return $s;
}
echo turns([squares(1), squares(50), squares(1000)], new Box, 2000), "\n";
echo turns([squares(1), squares(50)], new Box, 2000), "\n";
echo pairs(squares(3), squares(77), new Box, 2000), "\n";
echo send_turns([sends(), sends(), sends(), sends()], 2000), "\n";
echo held([squares(1), squares(50), squares(1000)], new Box, 800), "\n";
$made = [];
for ($i = 0; $i < 300; $i++) { $made[] = squares($i); }
$s = 0;
for ($i = 0; $i < 3000; $i++) { $s = ($s * 3 + $made[$i % 300]->current()) % 1000003; $made[($i * 7) % 300]->next(); }
echo $s, "\n";
$last = null; $s = 0;
for ($i = 0; $i < 500; $i++) { $now = squares($i); $now->current(); if ($last) { $last->next(); $s = ($s * 3 + $last->current()) % 1000003; } $last = $now; }
echo $s, "\n";
