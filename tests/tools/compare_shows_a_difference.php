<?php
// RUN: %not %tusk compare %s | %FileCheck %s
// Nothing but the process tells the two sides apart here.
// CHECK: output differs at byte {{[0-9]+}}, line 2
// CHECK-NEXT: interpreter  process {{[0-9]+}}
// CHECK-NEXT: jit          process {{[0-9]+}}
// CHECK: ending differs
// CHECK-NEXT: interpreter  exit code {{[0-9]+}}
// CHECK-NEXT: jit          exit code {{[0-9]+}}
// CHECK-NOT: CPU
echo "the same\nprocess ", getmypid(), "\n";
exit(1 + getmypid() % 200);
