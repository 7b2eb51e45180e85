<?php
// not for php8.2 (which comes without the extension here): nested arrays, keys too, and arrays within themselves.
$nested = ["k\xe4" => ["\xe4", 1, ["\xf6"]], 2 => null];
echo json_encode(mb_convert_encoding($nested, 'UTF-8', 'ISO-8859-1'), JSON_UNESCAPED_UNICODE), "\n";
var_dump(mb_check_encoding($nested, 'UTF-8'), mb_check_encoding($nested, 'ISO-8859-1'));
$a = ['x'];
$p = &$a;
$p[] = $a;
var_dump(mb_check_encoding($a, 'UTF-8'));
echo json_encode(mb_convert_encoding($a, 'UTF-8', 'ISO-8859-1')), "\n";
