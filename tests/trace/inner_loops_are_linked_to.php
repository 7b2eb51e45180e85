<?php
// The inner loop gets hot first; the outer loop's trace ends at its head and jumps into it.
// RUN: %tusk --jit-share=0 --trace-log %s 2>&1 | %FileCheck %s
function grid(int $n): int {
    $sum = 0;
    for ($i = 0; $i < $n; $i++) {
        for ($j = 0; $j < 100; $j++) $sum += $i ^ $j;
    }
    return $sum;
}
echo grid(300), "\n";

// CHECK: TRACE 1 start (loop) grid+{{[0-9]+}} {{.*}}:7
// CHECK: TRACE 1 stop (loop)
// CHECK: stop (link to 1)
// CHECK: 4620936
