<?php
// A loop in a generator's body that yields nothing is a trace whose root frame is the generator's. What it calls is
// inlined: the frame would lie on the VM stack, apart from the generator's.
// RUN: %tusk --jit-share=0 --dump=trace,ir --trace-log %s 2>&1 | %FileCheck %s
function square($i) {
    return $i * $i % 7;
}
function sums($n) {
    for ($r = 0; $r < 3; $r++) {
        $s = 0;
        for ($i = 0; $i < $n; $i++) $s += $i * $i % 7;
        yield $s;
    }
}
function calls($n) {
    for ($r = 0; $r < 3; $r++) {
        $s = 0;
        for ($i = 0; $i < $n; $i++) $s += square($i);
        yield $s;
    }
}
foreach (sums(500) as $s) echo $s, "\n";
foreach (calls(500) as $s) echo $s, "\n";

// CHECK:      TRACE 1 start (loop) sums
// CHECK:      {{^}}{{[0-9]+}} MUL
// CHECK:      TRACE 1 IR compiled
// CHECK:      LOOP
// CHECK-NOT:  CALL
// CHECK:      PHI
// CHECK:      TRACE [[N:[0-9]+]] start (loop) calls
// CHECK:      TRACE [[N]] IR compiled
// CHECK-NEXT: trace [[N]] @op:calls+7 apart
// CHECK:      LOOP
// CHECK-NOT:  CALL
// CHECK:      PHI
