<?php
// The code that all traces leave by shows before theirs.
// RUN: %tusk --dump=asm %s 2>&1 | %FileCheck %s
// CHECK: ---- STUBS code
// CHECK: ; leave
// CHECK: ; returned opline
// CHECK: ; release at zero
// CHECK: ; buffer root
// CHECK: ---- TRACE 1 code
for ($i = 0; $i < 1000; $i++);
