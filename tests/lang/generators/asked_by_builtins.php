<?php
// Generators under builtins and language constructs that walk them, and getIterator() that is one.
function numbers($n) {
    for ($i = 0; $i < $n; $i++) yield $i;
    return 'done';
}
class Items implements IteratorAggregate {
    private array $items = [];
    public function add($v) { $this->items[] = $v; return $this; }
    public function getIterator(): Generator {
        foreach ($this->items as $k => $v) yield $k => $v;
    }
    public static function of(...$items) {
        $o = new static;
        foreach ($items as $i) $o->add($i);
        return $o;
    }
}
function sum(...$all) { return array_sum($all); }
$total = 0;
for ($round = 0; $round < 30; $round++) {
    $total += count(iterator_to_array(numbers(20)));
    $total += array_sum(iterator_to_array(numbers(20), false));
    $total += iterator_count(numbers(15));
    $total += array_sum([...numbers(10), ...numbers(5)]);
    $total += sum(...numbers(12));
    $total += max(...numbers(7));
    $total += array_sum(array_map(fn($x) => $x * 2, iterator_to_array(numbers(9))));
    foreach (array_map(fn($n) => numbers($n), [1, 2, 3]) as $g) {
        foreach ($g as $v) $total += $v;
        if ($g->getReturn() !== 'done') echo 'no';
    }
    [$a, $b, $c] = [...numbers(3)];
    $total += $a + $b + $c;
    $total += iterator_apply($it = new IteratorIterator(numbers(8)), function () use (&$it) { return $it->current() < 5; });
    foreach (Items::of(1, 2, 3, ...numbers(4)) as $k => $v) $total += $k * $v;
    $total += count([...Items::of(5, 6)]);
    foreach (new LimitIterator(new IteratorIterator(numbers(20)), 3, 5) as $v) $total += $v;
    foreach (new CallbackFilterIterator(numbers(20), fn($v) => $v % 3 == 0) as $v) $total += $v;
    $m = new MultipleIterator;
    $m->attachIterator(numbers(4));
    $m->attachIterator(numbers(6));
    foreach ($m as [$x, $y]) $total += $x * $y;
    $c = new CachingIterator(numbers(4));
    foreach ($c as $v) $total += $c->hasNext() ? $v : 100;
    $ap = new AppendIterator;
    $ap->append(new IteratorIterator(numbers(3)));
    foreach ($ap as $v) $total += $v;
}
echo $total, "\n";
