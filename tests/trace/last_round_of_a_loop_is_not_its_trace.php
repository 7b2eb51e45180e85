<?php
// The recording of the inner loop starts in its last round and leaves it: given up, and tried again in another round.
// RUN: %tusk --jit-share=0 --trace-log --jit-hot-loop=61 %s 2>&1 | %FileCheck %s
// Taken after all when it happens again and again.
// RUN: %tusk --jit-share=0 --trace-log --jit-hot-loop=61 --jit-max-leaves=0 %s 2>&1 | %FileCheck %s --check-prefix=TAKEN
function rounds(int $n): int {
    $sum = 0;
    for ($i = 0; $i < $n; $i++) {
        $j = 0;
        while (true) {
            $sum += $j;
            if (++$j == 61) break;
        }
    }
    return $sum;
}
echo rounds(300), "\n";

// CHECK:     TRACE 1 start (loop) rounds+{{[0-9]+}} {{.*}}:11
// CHECK:     TRACE abort (left the loop)
// CHECK:     TRACE 1 start (loop) rounds+{{[0-9]+}} {{.*}}:11
// CHECK:     549000

// TAKEN-NOT: abort
// TAKEN:     549000
