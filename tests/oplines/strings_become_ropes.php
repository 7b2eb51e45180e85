<?php
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($a, $b) {
    echo "one $a";
    return "x{$a}y{$b[1]}";
}

// CHECK-LABEL: f:
// CHECK:      FAST_CONCAT string("one ") CV0($a)
// CHECK:      [[R:T[0-9]+]] = ROPE_INIT 4 string("x")
// CHECK-NEXT: [[R]] = ROPE_ADD 1 [[R]] CV0($a)
// CHECK-NEXT: [[R]] = ROPE_ADD 2 [[R]] string("y")
// CHECK-NEXT: [[E:T[0-9]+]] = FETCH_DIM_R CV1($b) int(1)
// CHECK-NEXT: ROPE_END 3 [[R]] [[E]]
// CHECK:      LIVE RANGES:
// CHECK:      (rope)
