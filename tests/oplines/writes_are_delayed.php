<?php
// Side effects of all indices run first, left to right; then the fetches for writing, with nothing between.
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($arr) { $arr[a()][b()] = c(); }

// CHECK-LABEL: f:
// CHECK:      INIT_FCALL_BY_NAME 0 string("a")
// CHECK-NEXT: [[A:V[0-9]+]] = DO_FCALL_BY_NAME
// CHECK-NEXT: INIT_FCALL_BY_NAME 0 string("b")
// CHECK-NEXT: [[B:V[0-9]+]] = DO_FCALL_BY_NAME
// CHECK-NEXT: INIT_FCALL_BY_NAME 0 string("c")
// CHECK-NEXT: [[C:V[0-9]+]] = DO_FCALL_BY_NAME
// CHECK-NEXT: [[W:V[0-9]+]] = FETCH_DIM_W CV0($arr) [[A]]
// CHECK-NEXT: ASSIGN_DIM [[W]] [[B]]
// CHECK-NEXT: OP_DATA [[C]]
