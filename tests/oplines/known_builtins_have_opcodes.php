<?php
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($x, ...$r) {
    echo strlen($x), strlen('abc');
    is_int($x); is_scalar($x); intval($x); boolval($x);
    in_array($x, ['a', 'b']); count($r); array_key_exists('k', $r);
    get_class($x); gettype($x); func_num_args(); func_get_args(); chr(65); ord('A');
    call_user_func($x, 1); call_user_func_array($x, $r);
}

// CHECK-LABEL: f:
// CHECK:      STRLEN CV0($x)
// CHECK:      ECHO int(3)
// CHECK:      TYPE_CHECK (long) CV0($x)
// CHECK:      TYPE_CHECK TYPE [bool, long, double, string] CV0($x)
// CHECK:      CAST (long) CV0($x)
// CHECK:      BOOL CV0($x)
// CHECK:      IN_ARRAY 0 CV0($x) array(...)
// CHECK:      COUNT CV1($r)
// CHECK:      ARRAY_KEY_EXISTS string("k") CV1($r)
// CHECK:      GET_CLASS CV0($x)
// CHECK:      GET_TYPE CV0($x)
// CHECK:      FUNC_NUM_ARGS
// CHECK:      FUNC_GET_ARGS
// CHECK:      INIT_USER_CALL 1 string("call_user_func") CV0($x)
// CHECK-NEXT: SEND_USER int(1) 1
// CHECK-NEXT: DO_FCALL
// CHECK:      INIT_USER_CALL 0 string("call_user_func_array") CV0($x)
// CHECK-NEXT: SEND_ARRAY 0 CV1($r)
