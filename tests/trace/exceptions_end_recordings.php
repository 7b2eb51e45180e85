<?php
// An exception that a builtin throws while recording gives the recording up; a loop in which it is thrown every time is left to the
// interpreter after some tries, and the program's result is the same.
// RUN: %tusk --jit-share=0 --trace-log %s 2>&1 | %FileCheck %s
function thrower(int $i): int { return intdiv($i, 0); }
$caught = 0;
for ($i = 0; $i < 5000; $i++) {
    try { $caught += thrower($i); } catch (DivisionByZeroError) { $caught++; }
}
echo $caught, "\n";

// CHECK: TRACE abort (exception thrown)
// CHECK: 5000
