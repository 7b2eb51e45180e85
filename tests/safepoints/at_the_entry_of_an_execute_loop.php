<?php
// What waits when C++ code starts an execute loop is answered as the loop begins.
// not for php8.2: the functions are those of tests/extension/interrupts.cc.
class Thing implements Countable, JsonSerializable {
    public static $gone = 0;
    public function __construct(private int $v) {}
    public function __toString(): string { return "t$this->v"; }
    public function count(): int { return $this->v; }
    public function jsonSerialize(): mixed { return [$this->v]; }
    public function __get($name) { return strlen($name) + $this->v; }
    public function __destruct() { self::$gone++; }
}
$where = [];
interrupt_handler(function () use (&$where) {
    $function = debug_backtrace()[1]['function'] ?? 'none';
    $where[$function] = ($where[$function] ?? 0) + 1;
});
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    $t = new Thing($i);
    $sum += strlen(implode(',', [$t, $t])) + count($t) + strlen(json_encode($t)) + $t->missing;
    unset($t);
}
interrupt_handler(null);
ksort($where);
echo $sum, ' ', Thing::$gone, "\n";
foreach ($where as $function => $n) echo $function, ' ', $n, "\n";
