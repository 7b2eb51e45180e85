<?php
// RUN: %tusk -l --dump=oplines %s | %FileCheck %s
function f($x) {
    switch ($x) { case 'a': return 1; case 'b': return 2; default: return 3; }
}
function g($x) { return match ($x) { 1, 2 => 'few', 3 => 'three' }; }

// CHECK-LABEL: f:
// CHECK:      SWITCH_STRING CV0($x) "a": [[A:[0-9]+]], "b": [[B:[0-9]+]], default: [[D:[0-9]+]]
// CHECK:      [[A]] RETURN int(1)
// CHECK:      [[B]] RETURN int(2)
// CHECK:      [[D]] RETURN int(3)
// CHECK-LABEL: g:
// CHECK:      MATCH CV0($x) 1: [[FEW:[0-9]+]], 2: [[FEW]], 3: [[THREE:[0-9]+]], default: [[ERR:[0-9]+]]
// CHECK:      [[ERR]] MATCH_ERROR CV0($x)
// CHECK:      [[FEW]] T{{[0-9]+}} = QM_ASSIGN string("few")
// CHECK:      [[THREE]] T{{[0-9]+}} = QM_ASSIGN string("three")
