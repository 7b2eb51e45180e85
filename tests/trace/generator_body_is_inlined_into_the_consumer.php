<?php
// A foreach over a generator is one trace with the generator's body in it. Its variables and what it yields stay in
// registers from round to round; exits describe the frame on the heap, running or suspended.
// RUN: %tusk --jit-share=0 --dump=trace,ir %s 2>&1 | %FileCheck %s
function squares($n) {
    for ($i = 0; $i < $n; $i++) yield $i * $i;
}
function total($n) {
    $s = 0;
    foreach (squares($n) as $v) $s += $v;
    return $s;
}
echo total(1000), "\n";

// CHECK:      FE_FETCH_R
// CHECK-NEXT: {{^}}  {{[0-9]+}} PRE_INC
// CHECK:      {{^}}  {{[0-9]+}} YIELD
// CHECK-NEXT: {{^}}{{[0-9]+}} ASSIGN_OP
// CHECK:      TRACE 1 IR compiled
// CHECK:      LOOP
// CHECK-NOT:  GENERATOR.frame
// CHECK-NOT:  VSTORE
// CHECK-NOT:  CALL
// CHECK-NOT:  STEP
// CHECK:      @fn:squares active heap
// CHECK:      @fn:squares heap
// CHECK:      PHI
