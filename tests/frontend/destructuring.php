<?php
// RUN: %not %tusk --dump=ast %s 2>&1 | %FileCheck %s
[$a, , 'k' => [&$b, list($c)]] = $d = [1, 2, 'k' => [3, [4]]];
foreach ([[5, 6]] as ['0' => $e, 1 => $f]);
// CHECK: Assign @3
// CHECK-NEXT: target: Array short
// CHECK-NEXT: ArrayItem @3
// CHECK: null
// CHECK-NEXT: ArrayItem @3
// CHECK-NEXT: value: Array short
// CHECK-NEXT: ArrayItem by-ref
// CHECK: value: Array list
// CHECK: key: String "k"
// CHECK-NEXT: value: Assign
// CHECK: Foreach @4
// CHECK: value: Array short
// CHECK: key: String "0"
