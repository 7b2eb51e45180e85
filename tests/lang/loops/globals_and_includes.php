<?php
// Hot loops at the top level, in included code, in eval'd code, and with variable variables.
$total = 0;
for ($i = 0; $i < 200; $i++) {
    $total += include 'include/square.php';
}
var_dump($total);
$code = 'for ($k = 0, $r = 0; $k < 200; $k++) { $r += $k; } return $r;';
var_dump(eval($code), $k);
for ($i = 0; $i < 200; $i++) {
    $name = 'v' . $i % 3;
    $$name = ($$name ?? 0) + $i;
    $GLOBALS['g' . $i % 2] = $i;
}
var_dump($v0, $v1, $v2, $g0, $g1);
function with_extract(array $a) { extract($a); $t = 0; for ($i = 0; $i < 200; $i++) { $t += $x + $y; $x++; } return [$t, compact('x', 'y')]; }
var_dump(json_encode(with_extract(['x' => 1, 'y' => 2.5])));
function dynamic() { for ($i = 0; $i < 150; $i++) { $n = 'dyn'; $$n = ($$n ?? 0) + 1; } return $dyn + count(get_defined_vars()); }
var_dump(dynamic());
for ($i = 0; $i < 150; $i++) {
    if ($i == 100) {
        function late_function() { return 'late'; }
        class LateClass { const X = 5; }
        define('LATE_CONST', 7);
    }
    $has = function_exists('late_function') + class_exists('LateClass') + defined('LATE_CONST');
}
var_dump($has, late_function(), LateClass::X + LATE_CONST);
