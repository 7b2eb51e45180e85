<?php
// User code runs inside single operations and changes what the loop works on.
class Ints { public $n = 0; function __toString() { global $victim, $i; if ($i == 150) { $victim = 'changed by __toString'; } return (string) $this->n++; } }
$o = new Ints;
$victim = 0;
$s = '';
for ($i = 0; $i < 300; $i++) {
    $victim = is_int($victim) ? $victim + 1 : $victim;
    $s .= $o;
    $s = strlen($s) > 50 ? '' : $s;
}
var_dump($victim, $s, $o->n);
class Bag implements ArrayAccess, Countable { public $d = []; public $reads = 0; function offsetGet($k): mixed { $this->reads++; return $this->d[$k] ?? 0; } function offsetSet($k, $v): void { $this->d[$k] = $v; } function offsetExists($k): bool { return isset($this->d[$k]); } function offsetUnset($k): void { unset($this->d[$k]); } function count(): int { return count($this->d); } }
$b = new Bag;
for ($i = 0; $i < 300; $i++) {
    $b[$i % 7] = $b[$i % 5] + 1;
    if (isset($b['x'])) {
        echo 'never';
    }
    if ($i % 90 == 89) {
        unset($b[$i % 7]);
    }
}
var_dump(count($b), $b->reads, json_encode($b->d));
class Range_ implements IteratorAggregate { function __construct(private $n) {} function getIterator(): Iterator { return new ArrayIterator(range(1, $this->n)); } }
$t = 0;
for ($r = 0; $r < 20; $r++) {
    foreach (new Range_($r) as $k => $v) {
        $t += $k * $v;
    }
}
var_dump($t);
class It implements Iterator { private $i = 0; function __construct(public $n, public $log = 0) {} function current(): mixed { return $this->i * 2; } function key(): mixed { return "k$this->i"; } function next(): void { $this->i++; $this->log++; } function rewind(): void { $this->i = 0; } function valid(): bool { return $this->i < $this->n; } }
$it = new It(300);
$last = '';
foreach ($it as $k => $v) {
    $t += $v;
    $last = $k;
    if ($v == 400) {
        $it->n = 250;
    }
}
var_dump($t, $last, $it->log);
spl_autoload_register(function ($c) { global $loaded; $loaded[] = $c; eval("class $c { const V = " . count($loaded) . "; static function f() { return self::V; } }"); });
$sum = 0;
for ($i = 0; $i < 200; $i++) {
    $c = 'Auto' . intdiv($i, 60);
    $sum += $c::V + $c::f() + (new $c)->f();
}
var_dump($sum, $loaded);
set_error_handler(function () { global $arr, $i; $arr = 'no longer an array'; return true; });
$arr = [1, 2, 3];
for ($i = 0; $i < 200 && is_array($arr); $i++) {
    $x = $arr[$i < 150 ? $i % 3 : 99];
}
var_dump($i, $arr);
