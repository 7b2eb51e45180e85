<?php
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($a) { $a[k()] ??= value(); }

// CHECK-LABEL: f:
// CHECK:      INIT_FCALL_BY_NAME 0 string("k")
// CHECK-NEXT: [[K:V[0-9]+]] = DO_FCALL_BY_NAME
// CHECK-NEXT: [[COPY:V[0-9]+]] = COPY_TMP [[K]]
// CHECK:      COALESCE
// CHECK-NOT:  string("k")
// CHECK:      ASSIGN_DIM CV0($a) [[COPY]]
// CHECK:      FREE [[COPY]]
