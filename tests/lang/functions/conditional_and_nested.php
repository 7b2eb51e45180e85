<?php
echo early(), "\n";
function early() { return 'hoisted'; }
if (true) {
    function conditional() { return 'conditional'; }
}
echo conditional(), "\n";
function outer() { function made_by_outer() { return 'nested'; } return 'outer ran'; }
var_dump(function_exists('made_by_outer'));
echo outer(), made_by_outer(), "\n";
var_dump(function_exists('STRLEN'), is_callable('Early'), EARLY());
if (!function_exists('polyfill')) { function polyfill($x) { return "poly $x"; } }
echo polyfill(1), "\n";
class Late extends Base_ {}
class Base_ { function hi() { return 'hi from ' . static::class; } }
echo (new Late)->hi(), "\n";
$v = 'a' . 'b';
$$v = 'variable variable';
echo $ab, ${'a' . 'b'}, "\n";
function locals() { $a = 1; $b = [2]; unset($a); $c = null; return get_defined_vars(); }
var_dump(locals());
echo (function () { return implode(',', array_keys(get_defined_vars())); })(), "|\n";
