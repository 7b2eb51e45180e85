<?php
// Unsetting an element, appending to a property, and sending a property by reference are part of the trace.
// RUN: %tusk --jit-share=0 --dump=ir %s 2>&1 | %FileCheck %s
class Box {
  private $stack = [], $text = '', $map = [];
  function run(int $n): int {
    for ($i = 0; $i < $n; $i++) {
      $this->stack[] = $i;
      array_pop($this->stack);
      $this->text .= 'x';
      $this->map['a'] = $i;
      unset($this->map['a']);
    }
    return strlen($this->text) + count($this->map);
  }
}
echo (new Box)->run(300), "\n";

// CHECK:     TRACE 1 IR compiled
// CHECK-NOT: STEP
// CHECK:     CALL builtin_warns @ptr:array_pop
// CHECK:     CALL append
// CHECK:     CALL array_unset_string
