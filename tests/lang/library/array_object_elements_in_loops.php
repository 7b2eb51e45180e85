<?php
// Elements of array objects in hot loops, while what they hold is exchanged, shared, sorted or overridden.
class Counting extends ArrayObject {
    public int $reads = 0;
    public function offsetGet(mixed $key): mixed { $this->reads++; return parent::offsetGet($key); }
}
function total(ArrayAccess $a, int $n): int {
    for ($i = 0, $sum = 0; $i < 200; $i++) $sum += $a[$i % $n];
    return $sum;
}
$a = new ArrayObject(range(0, 9));
for ($round = 0; $round < 4; $round++) {
    echo total($a, 10), "\n";
    for ($i = 0; $i < 200; $i++) {
        $a[$i % 10] = $i;
        if ($i == 150) $old = $a->exchangeArray(array_fill(0, 10, 1));
    }
    echo array_sum($old), ' ', array_sum($a->getArrayCopy()), "\n";
    $copy = $a->getArrayCopy();
    for ($i = 0; $i < 100; $i++) $a[$i % 10] = -$i;
    echo array_sum($copy), ' ', array_sum((array) $a), "\n";
    for ($i = 0; $i < 60; $i++) $a["k" . $i % 3] = $i;
    for ($i = 0, $s = ''; $i < 9; $i++) $s .= $a["k" . $i % 3] . ($a["none$i"] ?? '-');
    echo $s, ' ', count($a), "\n";
    $order = 0;
    $a->uasort(function ($x, $y) use (&$order) { $order++; return $x <=> $y; });
    echo $order > 5 ? 'sorted ' : '', json_encode(array_slice($a->getArrayCopy(), 0, 3)), "\n";
    $array = ['x' => 1, 'y' => 2];
    $ref = &$array['x'];
    $b = new ArrayObject($array);
    for ($i = 0; $i < 50; $i++) { $b['x'] = $b['x'] + 1; $b['y'] = $b['x']; }
    echo $ref, ' ', $b['y'], "\n";
    $c = new Counting([1, 2, 3]);
    echo total($c, 3), ' ', $c->reads, "\n";
    $chain = new ArrayObject(new ArrayObject([4, 5, 6]));
    for ($i = 0; $i < 50; $i++) $chain[$i % 3] = $i;
    echo total($chain, 3), "\n";
    $f = SplFixedArray::fromArray([7, 8, 9]);
    echo total($f, 3), "\n";
    $f->setSize(5);
    for ($i = 0, $nulls = 0; $i < 100; $i++) $nulls += isset($f[$i % 5]) ? 0 : 1;
    for ($i = 0, $s = ''; $i < 10; $i++) $s .= $f[$i % 5] ?? '?';
    echo $nulls, ' ', $s, "\n";
    $it = new ArrayIterator([1, 2, 3]);
    foreach ($it as $k => $v) { for ($i = 0; $i < 40; $i++) $it[$k] = $it[$k] + 1; }
    echo json_encode($it->getArrayCopy()), "\n";
    $a = new ArrayObject(range(0, 9));
}
