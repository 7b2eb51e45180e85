<?php
// isset of bytes and of nothing, lists in typed properties that builtins take by reference, class-typed defaults.
final class Stack {
    private array $items = [];
    public ?array $more = null;
    public function push(mixed $v): void { $this->items[] = $v; }
    public function pop(): mixed { return array_pop($this->items); }
    public function set(int $k, mixed $v): int { $this->items[$k] = $v; $this->more['n'][] = $k; return count($this->items) + count($this->more['n']); }
    public function break(): string {
        $ref = &$this->items;
        try { $ref = 'text'; } catch (TypeError $e) { return 'kept ' . count($this->items); }
        return 'broken';
    }
}
class Node { public function __construct(public int $v, public ?Node $next = null, public int|Node $other = 5) {} }
class Leaf extends Node { public function __construct(int $v, Node|null $below = null) { parent::__construct($v, $below, $below ?? $v); } }
function letters(string $s, int $n): string {
    $found = 0;
    $none = null;
    for ($i = -3; $i < $n; $i++) {
        if (isset($s[$i])) $found++;
        $there = isset($s[$i % 5]);
        $found += $there ? 10 : 0;
        if (isset($none[$i])) $found = -1;
        $gone = !isset($none['k'][$i]);
        $found += $gone ? 100 : 0;
        if ($i % 50 === 49) $s .= $i;
    }
    return (string) $found;
}
function stacks(int $n): string {
    $s = new Stack;
    $sum = 0;
    for ($i = 0; $i < $n; $i++) {
        $s->push($i);
        $s->push("$i");
        $s->push([$i]);
        $sum += count($s->pop()) + (int) $s->pop();
        if ($i % 3) $sum += $s->pop();
        $sum += $s->set($i % 20, $i);
    }
    return "$sum " . $s->break();
}
function nodes(int $n): int {
    $sum = 0;
    $last = null;
    for ($i = 0; $i < $n; $i++) {
        $a = $i % 4 ? new Node($i, $last) : new Leaf($i, $last);
        $b = new Node($i, other: $a);
        $sum += $b->other->v + ($a->next?->v ?? 1) + ($a->other instanceof Node ? $a->other->v : $a->other);
        $last = $i % 10 ? $a : null;
    }
    return $sum;
}
echo letters('abc', 300), "\n", stacks(300), "\n", nodes(300), "\n";
