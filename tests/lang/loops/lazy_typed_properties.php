<?php
// Typed properties that were unset answer through __get until they are written.
class Lazy {
    public int $n;
    public ?array $cache;
    public $plain = 1;
    public static $gets = 0;
    function __construct() { unset($this->n, $this->cache, $this->plain); }
    function __get($name) { self::$gets++; return $name === 'cache' ? [1, 2] : 7; }
}
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    $o = new Lazy;
    $sum += $o->n + count($o->cache) + $o->plain;
    if ($i % 3 == 0) {
        $o->n = $i;
    }
    if ($i % 5 == 0) {
        $o->cache = [$i];
    }
    $sum += $o->n + $o->cache[0];
    if ($i % 7 == 0) {
        unset($o->n);
        $sum += isset($o->n) ? 1000000 : $o->n;
    }
}
var_dump($sum, Lazy::$gets);
class Plain { public int $never; public int $some = 3; }
$p = new Plain;
$errors = 0;
for ($i = 0; $i < 200; $i++) {
    try {
        $sum += $i < 150 ? $p->some : $p->never;
    } catch (Error $e) {
        $errors++;
    }
}
var_dump($sum, $errors, $e->getMessage());
