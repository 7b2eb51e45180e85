<?php
// What an unknown function does with an argument is found out at run time: FUNC_ARG fetches, _EX sends.
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
unknown($plain, $array['k'], 5, other());
$name(...$rest);
unknown(named: 1);

// CHECK-LABEL: $_main:
// CHECK:      INIT_FCALL_BY_NAME 4 string("unknown")
// CHECK-NEXT: SEND_VAR_EX CV0($plain) 1
// CHECK-NEXT: CHECK_FUNC_ARG 2
// CHECK-NEXT: [[E:V[0-9]+]] = FETCH_DIM_FUNC_ARG CV1($array) string("k")
// CHECK-NEXT: SEND_FUNC_ARG [[E]] 2
// CHECK-NEXT: SEND_VAL_EX int(5) 3
// CHECK:      SEND_VAR_NO_REF_EX V{{[0-9]+}} 4
// CHECK-NEXT: DO_FCALL_BY_NAME
// CHECK:      INIT_DYNAMIC_CALL
// CHECK-NEXT: SEND_UNPACK
// CHECK-NEXT: CHECK_UNDEF_ARGS
// CHECK-NEXT: DO_FCALL
// CHECK:      SEND_VAL_EX int(1) string("named")
// CHECK-NEXT: CHECK_UNDEF_ARGS
