<?php
// RUN: %not %tusk --dump=ast %s 2>&1 | %FileCheck %s
class Point {
    /** how far */
    final public private(set) int $x = 1 {
        get => $this->x;
        #[Pure] set(int $value) { $this->x = $value; }
    }
    public function __construct(protected readonly ?Point $next = new Point { get; }) {}
}
// CHECK: Class "Point" @3-10
// CHECK: PropertyGroup final public private(set) @5
// CHECK-NEXT: type: Name "int" @5
// CHECK: Property @5
// CHECK-NEXT: name: String "x" @5
// CHECK-NEXT: default: Int 1 @5
// CHECK-NEXT: doc: String "/** how far */"
// CHECK-NEXT: hooks: HookList
// CHECK-NEXT: PropertyHook "get" @6-6
// CHECK-NEXT: body: ShortBody
// CHECK: PropertyHook "set" @7-7
// CHECK-NEXT: params: ParamList
// CHECK: attributes: AttributeList
// CHECK: Param protected readonly
// CHECK-NEXT: type: NullableType
// CHECK: default: New
// CHECK: hooks: HookList
// CHECK-NEXT: PropertyHook "get"
