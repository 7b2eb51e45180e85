<?php
// yield from Iterators, builtin ones and others, some of which throw.
class Count implements Iterator {
    private $i = 0;
    public function __construct(private $n, private $bad = -1) {}
    public function rewind(): void { $this->i = 0; }
    public function valid(): bool { return $this->i < $this->n; }
    public function current(): mixed {
        if ($this->i == $this->bad) throw new Exception("bad $this->bad");
        return $this->i * 2;
    }
    public function key(): mixed { return "k$this->i"; }
    public function next(): void { $this->i++; }
}
class Loud extends ArrayIterator {
    public function current(): mixed { return parent::current() + 1000; }
}
class Bag implements IteratorAggregate {
    public function __construct(private array $items) {}
    public function getIterator(): Iterator {
        foreach ($this->items as $k => $v) yield $k => $v;
        return 'unseen';
    }
}
function all($it) {
    $r = yield from $it;
    yield 'end' => $r;
    return $r;
}
function show($it) {
    $sum = 0;
    $keys = '';
    foreach (all($it) as $k => $v) {
        $sum = ($sum * 3 + (int)$v) & 0xffffff;
        if (strlen($keys) < 40) $keys .= $k . ' ';
    }
    echo get_class($it), ': ', $sum, ' ', $keys, "\n";
}
$fixed = new SplFixedArray(150);
for ($i = 0; $i < 150; $i++) $fixed[$i] = $i * 3;
$stack = new SplStack;
for ($i = 0; $i < 150; $i++) $stack[] = $i;
$heap = new SplMinHeap;
for ($i = 0; $i < 150; $i++) $heap->insert(($i * 37) % 151);
for ($round = 0; $round < 3; $round++) {
    show(new Count(200));
    show(new ArrayIterator(range(0, 200)));
    show(new ArrayIterator([]));
    show(new ArrayObject(['x' => 1, 'y' => 2, 5 => 3]));
    show(new Loud(range(0, 150)));
    show(new Bag(range(10, 190)));
    show($fixed);
    show($stack);
    show(clone $heap);
    show(new LimitIterator(new InfiniteIterator(new ArrayIterator([1, 2, 3])), 2, 150));
    show(new CallbackFilterIterator(new ArrayIterator(range(0, 300)), fn($v) => $v % 3 == 0));
    try {
        show(new Count(200, 120));
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    try {
        show(new CallbackFilterIterator(new ArrayIterator(range(0, 300)), function ($v) {
            if ($v == 250) throw new Exception("callback at $v");
            return $v % 2;
        }));
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    // Its values are references.
    $a = [1, 2, 3];
    foreach ($a as &$x) $x *= 2;
    unset($x);
    $y = &$a[1];
    show(new ArrayIterator($a));
    unset($y);
}
$g = all(new ArrayIterator([1, 2, 3]));
foreach ($g as $v) echo $v, ' ';
var_dump($g->getReturn());
