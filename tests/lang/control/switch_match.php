<?php
function sw($v) {
    switch ($v) {
        case 0: return 'zero';
        case '1': return 'one';
        case 'a':
        case 'b': return 'a or b';
        case 2.5: $r = 'two and a half'; break;
        case null: return 'null';
        default: $r = 'default';
        case 99: $r .= ' fell';
    }
    return $r;
}
foreach ([0, '0', 1, '1', 'a', 'b', 'c', 2.5, '2.5', null, false, true, 99, [], ''] as $v) {
    echo json_encode($v), ' => ', sw($v), "\n";
}
function strings($s) {
    switch ($s) { case 'red': return 1; case 'green': return 2; case 'blue': return 3; case 'alpha': return 4; case 'beta': return 5; case 'gamma': return 6; case 'delta': return 7; case 'epsilon': return 8; default: return 0; }
}
echo strings('red'), strings('epsilon'), strings('nope'), strings(0), strings(null), "\n";
function ints($i) {
    switch ($i) { case 1: return 'one'; case 2: return 'two'; case 3: return 'three'; case 4: return 'four'; case 5: return 'five'; case 6: return 'six'; }
    return 'none';
}
echo ints(3), ints('3'), ints(3.0), ints(7), ints('x'), ints(true), "\n";
function m($v) {
    return match (true) { $v < 0 => 'negative', $v === 0 => 'zero', $v < 10, $v < 20 => 'small', default => 'big' };
}
echo m(-1), m(0), m(5), m(15), m(25), "\n";
$m = fn($x) => match ($x) { 1, 2 => 'low', 'a' => throw new Exception('a!'), default => "d$x" };
echo $m(1), $m('1'), $m(3), "\n";
try {
    $m('a');
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
foreach ([5, 'str', 1.5, null, true, [1]] as $v) {
    try {
        echo match ($v) { 'nothing' => 1 };
    } catch (\UnhandledMatchError $e) {
        echo $e->getMessage(), "\n";
    }
}
for ($i = 0; $i < 5; $i++) {
    switch ($i) {
        case 1: continue 2;
        case 3: break 2;
    }
    echo "i$i ";
}
echo "\n";
switch (true) { default: echo "def\n"; }
switch (5) { }
$i = 0;
switch ($i++) { case 0: echo "side effect once $i\n"; }
