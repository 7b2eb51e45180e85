<?php
// What the recorder has no native form for does not stop a trace: the opline runs through its Step handler, and the
// trace goes on if it returned the opline that was recorded.
// RUN: %tusk --jit-share=0 --trace-log %s 2>&1 | %FileCheck %s
// RUN: %tusk --jit-share=0 --dump=ir %s 2>&1 | %FileCheck %s --check-prefix=IR
$n = 0;
$some = [1, 2];
for ($i = 0; $i < 500; $i++) {
    $a = [...$some, $i];
    $n += $a[2];
}
echo $n, "\n";

// CHECK: TRACE {{[0-9]+}} stop (loop), {{[0-9]+}} oplines, {{[1-9][0-9]*}} through Step
// CHECK: 124750

// IR: STEP @op:"{main}+{{[0-9]+}}" @op:"{main}+{{[0-9]+}}"
