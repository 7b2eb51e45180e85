<?php
// Generators that ask others of themselves, as deep as their data: trees, permutations, products, nested lists.
class Node {
    public function __construct(public ?Node $left, public int $value, public ?Node $right) {}
}
function make(int $depth, int &$next): ?Node {
    if ($depth == 0) return null;
    $left = make($depth - 1, $next);
    $value = $next++;
    return new Node($left, $value, make($depth - 1, $next));
}
function walk(?Node $n) {
    if ($n === null) return;
    foreach (walk($n->left) as $v) yield $v;
    yield $n->value;
    foreach (walk($n->right) as $v) yield $v;
}
function walk_keys(?Node $n, $depth = 0) {
    if (!$n) return $depth;
    foreach (walk_keys($n->left, $depth + 1) as $k => $v) yield $k => $v;
    yield "$depth-$n->value" => $n;
    foreach (walk_keys($n->right, $depth + 1) as $k => $v) yield $k => $v;
    return $depth;
}
function permutations(array $a) {
    if (count($a) < 2) {
        yield $a;
        return;
    }
    for ($i = 0; $i < count($a); $i++) {
        $rest = $a;
        array_splice($rest, $i, 1);
        foreach (permutations($rest) as $p) {
            array_unshift($p, $a[$i]);
            yield $p;
        }
    }
}
function combinations($a, $k, $start = 0) {
    if ($k == 0) {
        yield [];
        return;
    }
    for ($i = $start, $n = count($a); $i <= $n - $k; $i++) {
        foreach (combinations($a, $k - 1, $i + 1) as $c) {
            $c[] = $a[$i];
            yield $c;
        }
    }
}
function product(array $sets) {
    if (!$sets) {
        yield [];
        return;
    }
    $first = array_shift($sets);
    foreach ($first as $x) {
        foreach (product($sets) as $rest) yield [$x, ...$rest];
    }
}
function flatten($a) {
    foreach ($a as $x) {
        if (is_array($x)) {
            foreach (flatten($x) as $y) yield $y;
        } else {
            yield $x;
        }
    }
}
$next = 0;
$tree = make(8, $next);
$sum = 0;
for ($i = 0; $i < 6; $i++) {
    $last = -1;
    foreach (walk($tree) as $v) {
        if ($v !== $last + 1) echo "not in order: $v\n";
        $last = $v;
        $sum += $v;
    }
}
echo $sum, "\n";
$text = '';
for ($i = 0; $i < 3; $i++) {
    foreach (walk_keys($tree) as $k => $n) {
        if ($n->value % 50 == $i) $text .= "$k ";
    }
}
echo $text, "\n";
$sum = 0;
foreach (permutations([1, 2, 3, 4, 5]) as $p) $sum = ($sum * 7 + $p[0] * 10 + $p[4]) & 0xffffff;
echo $sum, "\n";
$sum = 0;
foreach (combinations(range(1, 12), 4) as $c) $sum = ($sum * 7 + $c[0] + $c[3] * 100) & 0xffffff;
echo $sum, "\n";
$sum = 0;
foreach (product([[1, 2, 3], ['a', 'b'], range(1, 9), [1.5, 2.5]]) as $t) $sum = ($sum * 7 + crc32(implode(',', $t))) & 0xffffff;
echo $sum, "\n";
$list = [];
for ($i = 0; $i < 60; $i++) $list[] = [$i, [$i + 1, [$i + 2, [[$i]]]], "s$i"];
$text = '';
foreach (flatten($list) as $v) $text .= $v . ' ';
echo md5($text), "\n";
// Left in the middle, at every depth.
for ($stop = 0; $stop < 255; $stop += 17) {
    foreach (walk($tree) as $v) {
        if ($v == $stop) break;
    }
    echo $v, ' ';
}
echo "\n";
