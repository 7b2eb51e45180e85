<?php
// The iterated copy lives from the first fetch to its FE_FREE, but not behind the FE_FREE of an early return.
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($array) {
    foreach ($array as $value) {
        if ($value) return $value;
        throwing();
    }
}

// CHECK-LABEL: f:
// CHECK:      [[I:V[0-9]+]] = FE_RESET_R CV0($array) [[END:[0-9]+]]
// CHECK-NEXT: {{[0-9]+}} FE_FETCH_R [[I]] CV1($value) [[END]]
// CHECK-NEXT: {{[0-9]+}} JMPZ CV1($value)
// CHECK-NEXT: {{[0-9]+}} FE_FREE [[I]] loop-end(+5)
// CHECK-NEXT: {{[0-9]+}} RETURN CV1($value)
// CHECK:      [[END]] FE_FREE [[I]]
// CHECK-NEXT: RETURN null
// CHECK-NEXT: LIVE RANGES:
// CHECK-NEXT: 2: 0002 - 0004 (loop)
// CHECK-NEXT: 2: 0006 - 0009 (loop)
