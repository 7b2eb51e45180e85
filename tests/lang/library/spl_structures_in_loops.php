<?php
// Methods and elements of SPL's structures in hot loops: what they throw, what they release, who overrides what.
class D {
    public static int $gone = 0;
    public function __construct(public int $n) {}
    public function __destruct() { self::$gone += $this->n; }
}
function drained(SplQueue $q): string {
    $sum = 0;
    try {
        for (;;) $sum += $q->dequeue();
    } catch (RuntimeException $e) {
        return $sum . ' ' . $e->getMessage();
    }
}
class Holder {
    private SplStack $stack;
    public function __construct() { $this->stack = new SplStack; }
    public function add(int $n): static { $this->stack->push($n); return $this; }
    public function take(): mixed { return $this->stack->isEmpty() ? null : $this->stack->pop(); }
}
class Doubling extends SplQueue {
    public function enqueue(mixed $value): void { parent::enqueue($value); parent::enqueue($value); }
}
class Loud extends SplFixedArray {
    public function offsetGet($index): mixed { return parent::offsetGet($index) . '!'; }
}
class Longest extends SplHeap {
    protected function compare($a, $b): int { return strlen($a) - strlen($b); }
}
class Broken extends SplMinHeap {
    public int $left = 200;
    protected function compare($a, $b): int {
        if (--$this->left < 0) throw new LogicException('enough');
        return parent::compare($a, $b);
    }
}
class ByName extends SplObjectStorage {
    public function getHash($object): string { return 'n' . $object->n % 10; }
}

for ($round = 0; $round < 3; $round++) {
    $q = new SplQueue;
    for ($i = 0; $i < 300; $i++) $q->enqueue($i);
    echo drained($q), "\n";

    $h = new Holder;
    for ($i = 0; $i < 200; $i++) $h->add($i)->add($i + 1);
    for ($sum = 0; ($n = $h->take()) !== null;) $sum += $n;
    echo $sum, "\n";

    $d = new Doubling;
    for ($i = 0; $i < 100; $i++) $d->enqueue(new D(1));
    D::$gone = 0;
    for ($i = 0; $i < 150; $i++) $d->dequeue();
    echo D::$gone, ' ', count($d), "\n";
    unset($d);
    echo D::$gone, "\n";

    $f = new SplFixedArray(50);
    for ($i = 0; $i < 500; $i++) $f[$i % 50] = $i;
    for ($i = 0, $sum = 0; $i < 500; $i++) $sum += $f[$i % 50];
    echo $sum, "\n";
    $copy = $f->toArray();
    $clone = clone $f;
    for ($i = 0; $i < 50; $i++) $f[$i] = "s$i";
    echo $copy[7], ' ', $clone[7], ' ', $f[7], "\n";
    $caught = 0;
    for ($i = 0; $i < 120; $i++) {
        try {
            $f[$i] = $f[$i];
        } catch (RuntimeException $e) {
            $caught++;
        }
    }
    echo $caught, ' ', $e->getMessage(), "\n";
    D::$gone = 0;
    for ($i = 0; $i < 200; $i++) $f[$i % 3] = new D(1);
    echo D::$gone, "\n";
    $f->setSize(1);
    echo D::$gone, ' ', count($f), "\n";

    $l = new Loud(3);
    for ($i = 0, $s = ''; $i < 90; $i++) { $l[$i % 3] = $i; $s = $l[$i % 3]; }
    echo $s, ' ', isset($l[2]), "\n";

    $heap = new Longest;
    for ($i = 0; $i < 100; $i++) $heap->insert(str_repeat('x', $i * 7 % 50));
    $s = '';
    for ($i = 0; $i < 10; $i++) $s .= strlen($heap->extract()) . ' ';
    echo $s, count($heap), "\n";

    $broken = new Broken;
    try {
        for ($i = 0; $i < 1000; $i++) $broken->insert(1000 - $i);
    } catch (LogicException $e) {
        echo $e->getMessage(), ' ', $broken->isCorrupted() ? 'corrupted' : 'whole', "\n";
    }
    try {
        $broken->extract();
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
    $broken->recoverFromCorruption();
    echo count($broken) > 10 ? "recovered\n" : "lost\n";

    $p = new SplPriorityQueue;
    for ($i = 0; $i < 200; $i++) $p->insert($i, [$i % 5, -($i % 7)]);
    for ($i = 0, $s = ''; $i < 12; $i++) $s .= $p->extract() . ' ';
    echo $s, "\n";
    $p->setExtractFlags(SplPriorityQueue::EXTR_BOTH);
    echo json_encode($p->top()), ' ', count($p), "\n";

    $storage = new SplObjectStorage;
    $objects = [];
    for ($i = 0; $i < 100; $i++) $objects[] = new D(1);
    foreach ($objects as $i => $o) $storage[$o] = $i;
    for ($i = 0, $sum = 0; $i < 300; $i++) {
        $o = $objects[$i % 100];
        if (isset($storage[$o])) $sum += $storage[$o];
        if ($i % 3 == 0) unset($storage[$o]);
    }
    echo $sum, ' ', count($storage), "\n";
    foreach ($storage as $i => $o) {
        if ($o->n == 1) $storage->setInfo('seen');
    }
    echo $i, ' ', count(array_filter(iterator_to_array($storage, false), fn($o) => $storage[$o] === 'seen')), "\n";
    $named = new ByName;
    for ($i = 0; $i < 60; $i++) $named->attach(new D($i), $i);
    echo count($named), ' ', $named[new D(13)], "\n";

    $list = new SplDoublyLinkedList;
    for ($i = 0; $i < 60; $i++) $list[] = $i;
    for ($i = 0; $i < 20; $i++) unset($list[$i]);
    $list->add(3, 'three');
    for ($i = 0, $s = ''; $i < 8; $i++) $s .= $list[$i] . ' ';
    echo $s, count($list), "\n";
    $s = '';
    foreach ($list as $k => $v) {
        if ($k % 10 == 0) foreach ($list as $inner) { $s .= "$inner,"; break; }
        if ($k == 5) $list->offsetUnset(5);
        if ($k == 9) $list->pop();
    }
    echo $s, ' ', $k, ' ', $v, "\n";
}
