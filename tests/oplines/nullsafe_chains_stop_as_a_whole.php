<?php
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($o) { return $o?->a->b()?->c; }

// CHECK-LABEL: f:
// CHECK:      [[R:T[0-9]+]] = JMP_NULL CV0($o) [[END:[0-9]+]]
// CHECK:      FETCH_OBJ_R CV0($o) string("a")
// CHECK:      INIT_METHOD_CALL 0 T{{[0-9]+}} string("b")
// CHECK:      [[R]] = JMP_NULL V{{[0-9]+}} [[END]]
// CHECK:      [[R]] = FETCH_OBJ_R
// CHECK:      [[END]] RETURN [[R]]
