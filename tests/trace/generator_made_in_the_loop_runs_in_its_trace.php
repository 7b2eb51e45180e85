<?php
// A loop that makes a generator, runs it to its end and drops it is recorded without an opline through Step.
// RUN: %tusk --jit-share=0 --dump=trace,ir %s 2>&1 | %FileCheck %s
function pair($a) {
    yield $a;
    yield $a + 1;
}
function total($n) {
    $s = 0;
    for ($i = 0; $i < $n; $i++) {
        foreach (pair($i) as $v) $s += $v;
    }
    return $s;
}
echo total(1000), "\n";

// CHECK-NOT: ; step
// CHECK:     GENERATOR_RETURN
// CHECK-NOT: ; step
// CHECK:     FE_FREE
// CHECK-NOT: ; step
// CHECK:     GENERATOR_CREATE
// CHECK-NEXT: FE_RESET_R
// CHECK-NEXT: YIELD
// CHECK-NEXT: IR after record
// CHECK:     CALL end_generator
// CHECK:     CALL new_generator
// CHECK-NOT: ; step
