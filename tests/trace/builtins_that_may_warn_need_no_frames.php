<?php
// RUN: %tusk --dump=ir --jit-share=0 %s 2>&1 | %FileCheck %s
// preg_match() writes through a reference; the frame of the function that calls it is never made.
function number(string $s) {
  $m = null;
  return preg_match('/(\d+)/', $s, $m) ? $m[1] : '';
}
function f() {
  for ($i = 0; $i < 200; $i++) $last = number('a' . $i);
  return $last;
}
echo f(), "\n";
// CHECK: TRACE 1 IR compiled
// CHECK-NOT: STEP
// CHECK-NOT: make_frame
// CHECK: CALL builtin_warns @ptr:preg_match
// CHECK-NOT: make_frame
