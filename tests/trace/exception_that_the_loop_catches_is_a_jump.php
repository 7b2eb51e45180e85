<?php
// What an inlined call throws is caught in the same trace: frames are left, nothing becomes pending, and a finally
// block that no exception enters costs a store.
// RUN: %tusk --jit-share=0 --dump=trace,ir %s 2>&1 | %FileCheck %s
function check($i) {
    throw new LogicException("m");
}
function total($n) {
    $s = 0;
    for ($i = 0; $i < $n; $i++) {
        try {
            check($i);
        } catch (LogicException $e) {
            $s++;
        } finally {
            $s += 2;
        }
    }
    return $s;
}
echo total(1000), "\n";

// CHECK:      TRACE 1 start (loop) total
// CHECK:      {{^}}  {{[0-9]+}} THROW
// CHECK-NEXT: {{^}}{{[0-9]+}} CATCH
// CHECK:      FAST_CALL
// CHECK-NOT:  step
// CHECK:      FAST_RET
// CHECK-NOT:  step
// CHECK:      TRACE 1 IR compiled
// CHECK:      CALL leave_frame
