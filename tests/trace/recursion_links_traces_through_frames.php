<?php
// A function that calls itself: the inlined calls end at the limit, where the trace makes the callee's frame real and
// jumps to whatever handles its first opline, which is a trace; so do returns out of the frame a trace began in.
// RUN: %tusk --jit-share=0 --trace-log %s 2>&1 | %FileCheck %s
// RUN: %tusk --jit-share=0 --dump=ir %s 2>&1 | %FileCheck %s --check-prefix=IR
function fib(int $n): int { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
echo fib(20), "\n";

// CHECK: start (enter) fib+
// CHECK: stop (return)
// CHECK: stop (call)
// CHECK: 6765

// IR: trace {{[0-9]+}} @op:fib+
// IR: LEAVE
