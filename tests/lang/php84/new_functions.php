<?php // not for php8.2
$a = ['x' => 1, 'y' => 5, 'z' => 9];
var_dump(array_find($a, fn($v) => $v > 3), array_find_key($a, fn($v, $k) => $k === 'z'), array_any($a, fn($v) => $v > 8), array_all($a, fn($v) => $v > 1), array_find([], fn() => true));
var_dump(json_validate('{"a":[1,2]}'), json_validate('{a}'));
var_dump(str_increment("Az"), str_decrement("b0"));
var_dump(fdiv(1, 3) === fpow(3, -1), fpow(2, 3), fpow(-1, 0.5));
foreach (['z' => 0, 'zz' => 1] as $s => $_) {
    echo str_increment($s), ' ';
}
echo "\n";
