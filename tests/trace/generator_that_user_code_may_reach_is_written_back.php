<?php
// Before a destructor may run, a suspended generator is in memory, as anyone who goes on with it must find it.
// RUN: %tusk --jit-share=0 --dump=ir %s 2>&1 | %FileCheck %s
function rows($n) {
    for ($i = 0; $i < $n; $i++) yield [$i];
}
function total($n) {
    $s = 0;
    foreach (rows($n) as $row) $s += $row[0];
    return $s;
}
echo total(1000), "\n";

// CHECK:     TRACE 1 IR compiled
// CHECK:     LOOP
// CHECK:     GENERATOR.state
// CHECK:     FSTORE [[G:%[0-9]+]] GENERATOR.state 1
// CHECK:     VSTORE
// CHECK:     FSTORE [[G]] GENERATOR.state 0
// CHECK-NEXT: RELEASE
