<?php
// Calls that are too deep to be inlined leave one trace and enter another; returns come back into code that waits.
function fib(int $n): int { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
function even(int $n): bool { return $n == 0 ? true : odd($n - 1); }
function odd(int $n): bool { return $n == 0 ? false : even($n - 1); }
function depth(array $tree): int {
    $max = 0;
    foreach ($tree as $child) $max = max($max, is_array($child) ? depth($child) : 0);
    return $max + 1;
}
function collect(int $n, array &$into): void {
    if ($n > 0) {
        $into[] = $n;
        collect($n - 1, $into);
        $into[] = -$n;
    }
}
function fail(int $n): int {
    if ($n == 0) throw new RuntimeException('bottom');
    try {
        return fail($n - 1) + 1;
    } finally {
        Guard::$finals++;
    }
}
class Guard {
    public static int $finals = 0, $gone = 0;
    public function __construct(public int $level) {}
    public function __destruct() { self::$gone += $this->level; }
}
function guarded(int $n): int {
    $g = new Guard($n);
    return $n == 0 ? 0 : guarded($n - 1) + $g->level;
}
class Node {
    public ?Node $left = null, $right = null;
    public function __construct(public int $value) {}
    public function insert(int $v): void {
        if ($v < $this->value) {
            if ($this->left) $this->left->insert($v); else $this->left = new Node($v);
        } else {
            if ($this->right) $this->right->insert($v); else $this->right = new Node($v);
        }
    }
    public function walk(callable $f): void {
        $this->left?->walk($f);
        $f($this->value);
        $this->right?->walk($f);
    }
    public static function height(?Node $n): int {
        return $n === null ? 0 : 1 + max(self::height($n->left), static::height($n->right));
    }
}
function flatten($x) {
    if (is_array($x)) {
        foreach ($x as $y) yield from flatten($y);
    } else {
        yield $x;
    }
}
function kinds($n, $x) { return $n == 0 ? $x : kinds($n - 1, $n % 7 == 0 ? "$x" : ($n % 5 == 0 ? (float) $x : (int) $x + 1)); }

echo fib(20), "\n";
var_dump(even(3000), odd(777));
$tree = [];
for ($i = 0; $i < 60; $i++) $tree = [$i, $tree];
echo depth($tree), "\n";
$list = [];
for ($i = 0; $i < 30; $i++) collect($i, $list);
echo count($list), ' ', array_sum($list), ' ', md5(implode(',', $list)), "\n";
for ($i = 0; $i < 300; $i++) {
    try { fail($i % 9); } catch (RuntimeException $e) { $caught = ($caught ?? 0) + 1; }
}
echo $caught, ' ', Guard::$finals, "\n";
$sum = 0;
for ($i = 0; $i < 200; $i++) $sum += guarded($i % 11);
echo $sum, ' ', Guard::$gone, "\n";
$root = new Node(500);
for ($i = 1, $x = 17; $i < 400; $i++) $root->insert($x = $x * 137 % 1009);
$seen = [];
$root->walk(function (int $v) use (&$seen) { $seen[] = $v; });
echo count($seen), ' ', Node::height($root), ' ', md5(implode(',', $seen)), "\n";
$n = 0;
foreach (flatten($tree) as $v) $n += $v;
echo $n, "\n";
for ($i = 0; $i < 200; $i++) $last = kinds($i % 40, 1);
var_dump($last);
$ack = function (int $m, int $n) use (&$ack) { return $m == 0 ? $n + 1 : ($n == 0 ? $ack($m - 1, 1) : $ack($m - 1, $ack($m, $n - 1))); };
echo $ack(2, 40), "\n";
