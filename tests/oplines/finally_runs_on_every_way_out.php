<?php
// return inside try calls the finally block first and protects the value; nested constructs unwind inside out.
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($x) {
    try {
        foreach ($x as $y) {
            try { return $y; } finally { inner(); }
        }
    } finally {
        outer();
    }
}

// CHECK-LABEL: f:
// CHECK:      [[RET:T[0-9]+]] = QM_ASSIGN CV1($y)
// CHECK-NEXT: [[IN:T[0-9]+]] = FAST_CALL [[INNER:[0-9]+]] [[RET]]
// CHECK-NEXT: FE_FREE V{{[0-9]+}} loop-end
// CHECK-NEXT: [[OUT:T[0-9]+]] = FAST_CALL [[OUTER:[0-9]+]] [[RET]]
// CHECK-NEXT: RETURN [[RET]]
// CHECK:      [[INNER]] INIT_FCALL_BY_NAME 0 string("inner")
// CHECK:      FAST_RET [[IN]] try-catch(0)
// CHECK:      [[OUTER]] INIT_FCALL_BY_NAME 0 string("outer")
// CHECK:      FAST_RET [[OUT]]
// CHECK:      EXCEPTION TABLE:
// CHECK-NEXT: 0001, -, [[OUTER]],
// CHECK-NEXT: {{[0-9]+}}, -, [[INNER]],
