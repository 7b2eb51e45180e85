<?php
// A loop in a generator's body that yields nothing is a trace whose root frame is the generator's, calls inlined.
// RUN: %tusk --jit-share=0 --dump=trace,ir %s 2>&1 | %FileCheck %s
function square($i) {
    return $i * $i % 7;
}
function sums($n) {
    for ($r = 0; $r < 3; $r++) {
        $s = 0;
        for ($i = 0; $i < $n; $i++) $s += square($i);
        yield $s;
    }
}
foreach (sums(500) as $s) echo $s, "\n";

// CHECK:      TRACE 1 start (loop) sums
// CHECK:      DO_UCALL
// CHECK-NEXT: {{^}}  {{[0-9]+}} MUL
// CHECK:      TRACE 1 IR compiled
// CHECK:      LOOP
// CHECK-NOT:  CALL
// CHECK:      PHI
