<?php
// A compare's result is the operand of the jump directly behind it; loops test at their end.
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($n) {
    for ($i = 0; $i < $n; ++$i) {
        if ($i === null) break;
        if ($i == 3 && isset($n)) continue;
    }
}

// CHECK-LABEL: f:
// CHECK:      JMP [[COND:[0-9]+]]
// CHECK:      [[BODY:[0-9]+]] [[T:T[0-9]+]] = TYPE_CHECK (null) CV1($i)
// CHECK-NEXT: JMPZ [[T]]
// CHECK:      IS_EQUAL CV1($i) int(3)
// CHECK-NEXT: [[AND:T[0-9]+]] = JMPZ_EX [[AND]]
// CHECK:      ISSET_ISEMPTY_CV (isset) CV0($n)
// CHECK-NEXT: [[AND]] = BOOL
// CHECK-NEXT: JMPZ [[AND]]
// CHECK:      PRE_INC CV1($i)
// CHECK-NEXT: [[COND]] [[C:T[0-9]+]] = IS_SMALLER CV1($i) CV0($n)
// CHECK-NEXT: JMPNZ [[C]] [[BODY]]
