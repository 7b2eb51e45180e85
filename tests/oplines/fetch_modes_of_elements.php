<?php
// The outermost access has an opcode of its own, the inner ones the fetch mode that it needs.
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function modes($a, $v) {
    echo $a[0][1];
    $a[0][1] = $v;
    $a[0][1] .= $v;
    isset($a[0][1]) || empty($a[0][1]);
    unset($a[0][1]);
    $r =& $a[0][1];
    $a[0][1]++;
}

// CHECK-LABEL: modes:
// CHECK:      [[R:T[0-9]+]] = FETCH_DIM_R CV0($a) int(0)
// CHECK-NEXT: {{T[0-9]+}} = FETCH_DIM_R [[R]] int(1)
// CHECK:      [[W:V[0-9]+]] = FETCH_DIM_W CV0($a) int(0)
// CHECK-NEXT: ASSIGN_DIM [[W]] int(1)
// CHECK-NEXT: OP_DATA CV1($v)
// CHECK-NEXT: [[RW:V[0-9]+]] = FETCH_DIM_RW CV0($a) int(0)
// CHECK-NEXT: ASSIGN_DIM_OP (CONCAT) [[RW]] int(1)
// CHECK-NEXT: OP_DATA CV1($v)
// CHECK-NEXT: [[IS:T[0-9]+]] = FETCH_DIM_IS CV0($a) int(0)
// CHECK-NEXT: {{T[0-9]+}} = ISSET_ISEMPTY_DIM_OBJ (isset) [[IS]] int(1)
// CHECK:      ISSET_ISEMPTY_DIM_OBJ (empty)
// CHECK:      [[U:V[0-9]+]] = FETCH_DIM_UNSET CV0($a) int(0)
// CHECK-NEXT: UNSET_DIM [[U]] int(1)
// CHECK:      FETCH_DIM_W CV0($a) int(0)
// CHECK-NEXT: [[REF:V[0-9]+]] = FETCH_DIM_W V{{[0-9]+}} int(1)
// CHECK-NEXT: ASSIGN_REF CV2($r) [[REF]]
// CHECK-NEXT: {{V[0-9]+}} = FETCH_DIM_RW CV0($a) int(0)
// CHECK-NEXT: [[INC:V[0-9]+]] = FETCH_DIM_RW V{{[0-9]+}} int(1)
// CHECK-NEXT: PRE_INC [[INC]]
