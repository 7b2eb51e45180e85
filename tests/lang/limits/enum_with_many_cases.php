<?php
// The time for an enum's cases grows with their number and not with its square.
foreach (['int', 'string'] as $type) {
    $code = "enum Many_$type: $type {";
    for ($i = 0; $i < 20000; $i++) $code .= "case C$i = " . ($type === 'int' ? $i : "'v$i'") . ";\n";
    eval($code . '}');
}
echo count(Many_int::cases()), ' ', count(Many_string::cases()), "\n";
echo Many_int::from(19999)->name, ' ', Many_string::from('v7')->name, "\n";
var_dump(Many_int::tryFrom(20000));
define('ONE', 1);
enum Twice: int {
    case A = ONE;
    case B = 2;
    case C = ONE + 0;
}
try {
    $a = Twice::A;
    $c = Twice::C;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
