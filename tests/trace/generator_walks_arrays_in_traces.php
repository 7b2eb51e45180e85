<?php
// `yield from` of an array: what comes next is read from the array, and the generator that delegates is not entered.
// RUN: %tusk --jit-share=0 --dump=trace,ir %s 2>&1 | %FileCheck %s
function all($m, $values) {
    for ($i = 0; $i < $m; $i++) yield from $values;
}
function total($m) {
    $s = 0;
    foreach (all($m, range(1, 50)) as $v) $s += $v;
    return $s;
}
echo total(100), "\n";

// CHECK:      TRACE [[T:[0-9]+]] start (loop) total
// CHECK-NEXT: FE_FETCH_R
// CHECK-NEXT: ASSIGN_OP
// CHECK-NEXT: JMP
// CHECK-NEXT: IR after record
// CHECK:      IR compiled
// CHECK:      LOOP
// CHECK-NOT:  CALL
// CHECK:      ILOAD
// CHECK-NOT:  CALL
// CHECK:      FSTORE {{.*}} GENERATOR.position
// CHECK-NOT:  CALL
// CHECK:      PHI
// CHECK:      CALL take_array
