<?php
// RUN: %not %tusk --dump=ast %s 2>&1 | %FileCheck %s
fn() => new A()->b?->c(...)::D['e'](f: 1, ...$g);
// CHECK: ArrowFunction "{closure}"
// CHECK: Return
// CHECK-NEXT: value: Call
// CHECK-NEXT: callee: Dim
// CHECK-NEXT: base: ClassConst
// CHECK-NEXT: class: NullsafeMethodCall
// CHECK-NEXT: object: Prop
// CHECK-NEXT: object: New
// CHECK-NEXT: class: Name "A"
// CHECK: name: String "b"
// CHECK: method: String "c"
// CHECK-NEXT: args: CallableConvert
// CHECK: index: String "e"
// CHECK-NEXT: args: ArgList
// CHECK-NEXT: NamedArg
// CHECK: Unpack
