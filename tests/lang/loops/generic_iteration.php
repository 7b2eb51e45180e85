<?php
// One loop body over arrays, objects, iterators and nested data in turn.
function total($things) { $t = 0; foreach ($things as $k => $v) { $t += is_iterable($v) ? total($v) : (is_object($v) ? total(get_object_vars($v)) : $v); $t += is_int($k) ? $k : strlen($k); } return $t; }
class Coll implements IteratorAggregate { function __construct(private array $a) {} function getIterator(): Iterator { return new ArrayIterator($this->a); } }
class Pair { public $first = 1; public $second = 2.5; }
$inputs = [range(1, 20), ['a' => 1, 'bb' => 2], new ArrayIterator([5, 6]), new Coll(['x' => 7, 'y' => [8, 9]]), [new Pair, new Pair], [], [[[[1]]]], new ArrayObject([1, 2, 3]), [1.5, 2.5], ['n' => new Coll([new Coll([4])])]];
$sums = [];
for ($r = 0; $r < 60; $r++) {
    foreach ($inputs as $n => $in) {
        $sums[$n] = ($sums[$n] ?? 0) + total($in);
    }
}
echo json_encode($sums), "\n";
function walk(array $tree, int $depth = 0): string { $out = ''; foreach ($tree as $key => $node) { $out .= str_repeat(' ', $depth) . $key . (is_array($node) ? "\n" . walk($node, $depth + 1) : "=$node\n"); } return $out; }
$tree = [];
for ($i = 0; $i < 200; $i++) {
    $tree['n' . $i % 4]['m' . $i % 5]["k$i"] = $i;
}
echo md5(walk($tree)), strlen(walk($tree)), "\n";
$matrix = [[1, 2, 3], [4, 5, 6]];
$t = [];
foreach ($matrix as $r => $row) {
    foreach ($row as $c => $cell) {
        $t[$c][$r] = $cell;
    }
}
echo json_encode($t), json_encode(array_map(null, ...$matrix)), "\n";
$it = new ArrayIterator(range(1, 300));
$n = 0;
for ($it->rewind(); $it->valid(); $it->next()) {
    $n += $it->current() * ($it->key() % 3);
}
echo $n, "\n";
