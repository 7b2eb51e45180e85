<?php
// A generator that delegates to short generators: the side trace of the round in which one returns ends it, goes on in the
// generator that delegates, makes the next one and enters it, with no opline through Step.
// RUN: %tusk --jit-share=0 --dump=trace,ir %s 2>&1 | %FileCheck %s
function steps($n) {
    for ($i = 0; $i < $n; $i++) yield $i;
    return $n;
}
function all($m) {
    $t = 0;
    for ($i = 0; $i < $m; $i++) $t += yield from steps(9);
    return $t;
}
function total($m) {
    $s = 0;
    foreach (all($m) as $v) $s += $v;
    return $s;
}
echo total(1000), "\n";

// CHECK-NOT: ; step
// CHECK:     GENERATOR_RETURN
// CHECK:     GENERATOR_CREATE
// CHECK-NEXT: YIELD_FROM
// CHECK:     YIELD
// CHECK:     IR compiled
// CHECK:     CALL end_delegate
// CHECK:     CALL drop_ended
// CHECK:     CALL new_generator
// CHECK:     CALL delegate
