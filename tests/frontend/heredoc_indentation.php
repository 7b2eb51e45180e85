<?php
// RUN: %tusk --dump=ast %s 2>&1 | %FileCheck %s
$x = 1;
$a = <<<A
      one
        two {$x}three
    \x41

    four
    A;
$b = <<<'B'
	tab $x\n
	B;
$c = <<<C
C;
// CHECK: EncapsList @5
// CHECK-NEXT: String "  one\n    two " @5
// CHECK-NEXT: Var
// CHECK: String "three\nA\n\nfour" @6
// CHECK: value: String "tab $x\\n" @12
// CHECK: value: String "" @15
