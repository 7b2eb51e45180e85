<?php
set_error_handler(function ($no, $msg, $file, $line) { echo "[$no] $msg @", basename($file), ":$line\n"; return true; });
echo $x;
$a = [];
echo $a['k'] . 'after', "\n";
trigger_error('custom', E_USER_WARNING);
$s = 'abc';
$s->prop ?? null;
echo $s->prop;
restore_error_handler();
set_error_handler(fn() => false, E_NOTICE);
echo $visible_warning;
set_error_handler(function ($n, $m) { throw new ErrorException($m, 0, $n); });
try {
    echo $undefined;
} catch (ErrorException $e) {
    echo get_class($e), ' ', $e->getMessage(), ' ', $e->getSeverity(), "\n";
}
function g() { return $zzz . 'x'; }
try {
    echo 'before ', g(), ' never';
} catch (ErrorException $e) {
    echo $e->getMessage(), ' line ', $e->getLine(), "\n";
}
try {
    $arr = [1, 2];
    foreach ($arr as $v) {
        $arr[$v + 5] .= 'x';
    }
} catch (ErrorException $e) {
    echo $e->getMessage(), ' ', json_encode($arr), "\n";
}
var_dump(set_error_handler(null) instanceof Closure, basename(error_get_last()["file"]), error_get_last()["line"]);
@trigger_error('silenced');
var_dump(error_get_last()['message']);
error_clear_last();
var_dump(error_get_last());
set_exception_handler(function ($e) { echo 'handler: ', get_class($e), ' ', $e->getMessage(), "\n"; });
throw new LogicException('goes to handler');
