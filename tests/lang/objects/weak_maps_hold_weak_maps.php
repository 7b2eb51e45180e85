<?php
// The entry that goes may hold the last reference to another map of the same object.
$o = new stdClass;
$outer = new WeakMap;
$inner = new WeakMap;
$outer[$o] = $inner;
$inner[$o] = 1;
unset($inner, $o);
var_dump(count($outer));
// A map, its key and its value in one cycle.
class Value { public function __construct(public readonly string $name) {} }
$map = new WeakMap;
$key = new Value('a');
$map[$key] = [$key, $map];
$reference = WeakReference::create($map);
gc_collect_cycles();
var_dump(count($reference->get()));
$key = $map = null;
gc_collect_cycles();
var_dump($reference->get());
$map = new WeakMap;
$key = new stdClass;
$key->self = $key;
$map[$key] = new class { public function __destruct() { echo "value gone\n"; } };
unset($key);
gc_collect_cycles();
var_dump(count($map));
