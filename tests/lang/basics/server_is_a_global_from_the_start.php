<?php
// Nothing here names the variable when it is compiled.
echo implode(',', array_keys($GLOBALS)), "\n";
$name = '_' . 'SERVER';
var_dump(is_array($GLOBALS[$name]), isset($GLOBALS['_' . 'ENV']));
unset($GLOBALS[$name]);
var_dump(isset($GLOBALS[$name]));
