<?php
// $f()->p ??= v computes $f() once: when the assignment throws, it is freed once.
class Typed { public int $number; }
class Magic {
    public function same() { return $this; }
    public function __set($name, $value) { throw new Exception("no $name"); }
}
function typed() { return new Typed; }
$magic = new Magic;
for ($i = 0; $i < 3; $i++) {
    try {
        typed()->number ??= 'text';
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
    try {
        $magic->same()->missing ??= 1;
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    try {
        $magic->same()->list[strtolower('KEY')] ??= 1;
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
class Steps {
    public function up() { return ++$this > 1; }
    public function down() { return $this-- > 1; }
}
foreach (['up', 'down'] as $m) {
    try {
        (new Steps)->$m();
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
