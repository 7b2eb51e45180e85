<?php
// Calls in arguments nest: INIT pushes a frame, SEND fills it, DO enters it.
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function outer($a, $b) {}
function inner($x) { return $x; }
outer(inner($a), inner(5));

// CHECK-LABEL: $_main:
// CHECK:      INIT_FCALL 2 {{[0-9]+}} string("outer")
// CHECK-NEXT: INIT_FCALL 1 {{[0-9]+}} string("inner")
// CHECK-NEXT: SEND_VAR CV0($a) 1
// CHECK-NEXT: [[A:V[0-9]+]] = DO_UCALL
// CHECK-NEXT: SEND_VAR [[A]] 1
// CHECK-NEXT: INIT_FCALL 1 {{[0-9]+}} string("inner")
// CHECK-NEXT: SEND_VAL int(5) 1
// CHECK-NEXT: [[B:V[0-9]+]] = DO_UCALL
// CHECK-NEXT: SEND_VAR [[B]] 2
// CHECK-NEXT: DO_UCALL
