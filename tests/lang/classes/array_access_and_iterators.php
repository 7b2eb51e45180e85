<?php
class Bag implements ArrayAccess, IteratorAggregate, Countable {
    private $items = [];
    function offsetExists($o): bool { echo "[exists ", json_encode($o), "]"; return isset($this->items[$o]); }
    function offsetGet($o): mixed { echo "[get ", json_encode($o), "]"; return $this->items[$o] ?? null; }
    function offsetSet($o, $v): void { echo "[set ", json_encode($o), "]"; $o === null ? $this->items[] = $v : $this->items[$o] = $v; }
    function offsetUnset($o): void { echo "[unset ", json_encode($o), "]"; unset($this->items[$o]); }
    function getIterator(): Iterator { return new ArrayIterator($this->items); }
    function count(): int { return count($this->items); }
}
$b = new Bag;
$b['a'] = 1;
$b[] = 'appended';
$b['a'] += 5;
$b['n'] ??= 'null coalesced';
echo $b['a'], $b['zz'] ?? 'default', isset($b['a']) ? 'y' : 'n', isset($b['q']) ? 'y' : 'n', empty($b['a']) ? 'y' : 'n', count($b), "\n";
unset($b['a']);
foreach ($b as $k => $v) {
    echo "$k=>$v ";
}
echo "\n";
[$first, $n] = [$b[0], $b['n']];
['n' => $d] = $b;
echo $first, $n, $d, "\n";
class Count implements Iterator {
    private $i = 0;
    function __construct(private $max) {}
    function current(): mixed { echo 'c'; return $this->i * 10; }
    function key(): mixed { echo 'k'; return "key$this->i"; }
    function next(): void { echo 'n'; $this->i++; }
    function rewind(): void { echo 'r'; $this->i = 0; }
    function valid(): bool { echo 'v'; return $this->i < $this->max; }
}
foreach (new Count(2) as $k => $v) {
    echo "($k=>$v)";
}
foreach (new Count(5) as $v) {
    if ($v == 20) {
        break;
    }
}
echo "\n", json_encode(iterator_to_array(new Count(2))), iterator_count(new Count(3)), json_encode([...new ArrayIterator([1, 2])]), "\n";
$ao = new ArrayObject(['x' => 1, 'y' => 2]);
$ao['z'] = 3;
foreach ($ao as $k => $v) {
    echo "$k$v ";
}
echo count($ao), isset($ao['x']), json_encode($ao->getArrayCopy()), "\n";
class Nested implements IteratorAggregate { function getIterator(): Traversable { return new Count(1); } }
foreach (new Nested as $k => $v) {
    echo "$k$v";
}
echo "\n";
class Bad implements IteratorAggregate { function getIterator(): Traversable { throw new Exception('no iterator'); } }
try {
    foreach (new Bad as $x) {
    }
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
$list = new SplObjectStorage;
$o1 = new stdClass;
$list[$o1] = 'data';
echo count($list), $list[$o1], isset($list[new stdClass]) ? 'y' : 'n', "\n";
