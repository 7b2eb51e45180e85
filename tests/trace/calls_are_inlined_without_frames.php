<?php
// A call in a hot loop becomes part of the loop's trace: no frame is built while the trace runs, and exits inside the
// callee describe it in their snapshots.
// RUN: %tusk --jit-share=0 --dump=ir %s 2>&1 | %FileCheck %s
function twice(int $x): int { return $x > 9000 ? 0 : $x * 2; }
function loop(int $n): int {
    $sum = 0;
    for ($i = 0; $i < $n; $i++) $sum += twice($i);
    return $sum;
}
echo loop(2000), "\n";

// CHECK:     TRACE 1 IR compiled
// CHECK:     trace 1 @op:loop+{{[0-9]+}}
// CHECK:     LOOP
// CHECK-NOT: CALL
// CHECK-NOT: STEP
// CHECK:     @op:twice+{{[0-9]+}}
// CHECK:     GUARD_
// CHECK:     PHI
