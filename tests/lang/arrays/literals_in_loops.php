<?php
// Array literals without keys, whose elements change their types from run to run, and comparisons of arrays.

class Box
{
    public function __construct(public mixed $value) {}
}

function make($a, $b, $c): array
{
    return [$a, $b * 2, $c];
}

function compare(array $x, array $y): string
{
    return ($x <=> $y) . ($x == $y ? 'e' : '-') . ($x === $y ? 'i' : '-') . ($x < $y ? 'l' : '-') . ($x >= $y ? 'g' : '-');
}

$values = [1, 2.5, 'x', null, true, [1, [2, [3]]], 7, 8, 9.5];
$seen = [];
for ($i = 0; $i < 400; $i++) {
    $v = $values[intdiv($i, 45) % 9];
    $made = make($v, $i, $i / 2);
    $made[] = 'end';
    if ($i % 45 === 44) echo json_encode($made), "\n";
    $pair = [$i, $v];
    [$first, $second] = $pair;
    if ($second !== $v || $first !== $i) echo "wrong at $i\n";
    $floats = [$i * 0.5, $i * 1.5];
    $floats[] = $i % 7 === 0 ? $i : 0.25;
    $ints = [$i, $i + 1, $i * $i];
    $seen[compare($pair, [$i, $values[$i % 9]])] = ($seen[compare($pair, [$i, $values[$i % 9]])] ?? 0) + 1;
    $seen[compare($ints, [$i, $i + 1, $i % 5 ? $i * $i : 1.0 * $i * $i])] ??= $i;
}
ksort($seen);
print_r($seen);
var_dump($floats, $ints);

// References and copies.
$r = 1;
$list = [];
for ($i = 0; $i < 200; $i++) {
    $literal = [$i, &$r, $i + 1];
    $copy = $literal;
    $literal[1]++;
    $copy[0] = 'copy';
    $list[$i % 3] = $literal;
}
var_dump($r, $list[0][0], $copy[1], count($list));

// Objects in them: compared by their properties, and only then.
$less = 0;
for ($i = 0; $i < 300; $i++) {
    $a = [new Box($i % 3), $i];
    $b = [new Box(1), $i];
    if ($i < 200) {
        $a[0] = $a[0]->value;
        $b[0] = $b[0]->value;
    }
    if ($a < $b) $less++;
    if ($a == $b) $less += 1000;
    if ($a === $b) $less += 1000000;
}
var_dump($less);

// Keys among them.
$shown = [];
for ($i = 0; $i < 300; $i++) {
    $k = $i % 4 + 3;
    $a = [$i, 2.5, $k => $i, 'x', 9 => 1, 2];
    $b = [$k => $i, 2.5, 'k' => $i];
    $c = [$i, $i, 5 => $i, $i];
    if ($i % 97 === 0) $shown[] = [$a, $b, $c];
}
echo json_encode($shown), "\n";

// Deep ones.
function nest(int $n, $leaf)
{
    for ($i = 0; $i < $n; $i++) $leaf = [$leaf, $i];
    return $leaf;
}
$same = 0;
for ($i = 0; $i < 300; $i++) {
    $x = nest($i % 9 + 1, $i);
    $y = nest($i % 9 + 1, $i % 2 ? $i : $i + 1);
    $same += ($x === $y) + 1000 * ($x <=> $y);
}
var_dump($same);
usort($list, fn($a, $b) => [$a[0] % 2, -$a[0]] <=> [$b[0] % 2, -$b[0]]);
echo json_encode($list), "\n";
