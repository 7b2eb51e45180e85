<?php
// RUN: %tusk compare --rounds=2 %s | %FileCheck %s
// RUN: %tusk compare --rounds=2 --jit-hot-loop=10 %s x | %FileCheck --check-prefix=ARG %s
// CHECK: equal: 7 bytes of output, 0 of errors, exit code 3
// CHECK: CPU seconds {{.*}} (2 pairs)
// CHECK-NEXT: interpreter {{[0-9.]+ +[0-9.]+ +[0-9.]+ +[0-9.]+$}}
// CHECK-NEXT: jit {{[0-9.]+ +[0-9.]+ +[0-9.]+ +[0-9.]+$}}
// CHECK-NEXT: jit / interpreter {{[0-9.]+}}, 95 % confidence {{[0-9.]+}} to {{[0-9.]+}}, p
// CHECK: wall seconds
// CHECK: break-even:
// CHECK-NEXT: traces: {{[1-9][0-9]*}} started, {{[1-9][0-9]*}} compiled
// CHECK: compile time: recording {{[0-9.]+}} ms, compiling {{[0-9.]+}} ms, code {{[1-9]}}
// ARG: equal: 9 bytes of output
$sum = 0;
for ($i = 0; $i < 1000; $i++) $sum += $i & 255;
echo $sum, implode('x', $argv) === $argv[0] ? '' : ' x', "\n";
exit(3);
