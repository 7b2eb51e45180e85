<?php
// Builtin classes that are written in PHP complain as builtins do.
foreach ([fn() => (new SplStack)->push(), fn() => (new ArrayObject)->offsetGet(), fn() => new SplFixedArray('x'), fn() => (new SplPriorityQueue)->insert(1), fn() => (new ArrayIterator([]))->seek('a'), fn() => (new SplObjectStorage)->attach()] as $f) {
  try { $f(); } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), ' ', $e->getLine(), "\n"; }
}
