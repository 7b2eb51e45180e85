<?php
// What stands behind streams: failing reads and writes, stream_select() over user streams, zlib over other streams.
set_error_handler(function ($level, $message) {
    echo "[$level] $message\n";
    return true;
});
$path = sys_get_temp_dir() . '/descriptors';
$f = fopen($path, 'w');
var_dump(fread($f, 10), feof($f), fgetc($f), stream_get_contents($f), fpassthru($f));
$f = fopen($path, 'r');
var_dump(fwrite($f, 'x'));
var_dump(fwrite(fopen('php://memory', 'r'), 'x'), fwrite(fopen('data:,abc', 'r'), 'x'));
$directory = fopen(sys_get_temp_dir(), 'r');
var_dump(fread($directory, 10), feof($directory), fgets($directory), readfile(sys_get_temp_dir()));

$shell = popen('cat', 'w');
var_dump(fread($shell, 4), stream_get_meta_data($shell)['mode'], isset(stream_get_meta_data($shell)['wrapper_type']));
pclose($shell);
try {
    popen('true', 'rw');
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
$process = proc_open('cat', [['pipe', 'r'], ['pipe', 'w']], $pipes);
echo stream_get_meta_data($pipes[0])['mode'], stream_get_meta_data($pipes[1])['mode'], "\n";
unset($process);  // closes the pipes, else it would wait for ever
var_dump(is_resource($pipes[0]));

class Inner {
    public $context;
    public static $inner;
    function stream_open($path, $mode, $options, &$opened) { return true; }
    function stream_cast($as) { return self::$inner; }
    function stream_read($n) { return 'abc'; }
    function stream_eof() { return true; }
    function stream_write($bytes) { return strlen($bytes); }
}
class None {
    public $context;
    function stream_open($path, $mode, $options, &$opened) { return true; }
}
stream_wrapper_register('inner', 'Inner');
stream_wrapper_register('none', 'None');
$none = null;
foreach ([fopen('php://temp', 'r'), false, fopen('php://memory', 'r'), fopen('inner://', 'r')] as Inner::$inner) {
    $read = [$user = fopen('inner://x', 'w')];
    try {
        var_dump(stream_select($read, $none, $none, 0));
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump(fwrite($user, 'abcd'), fread($user, 10));
$read = [fopen('none://x', 'r')];
try {
    stream_select($read, $none, $none, 0);
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
$zip = gzopen('php://temp', 'wb2');
var_dump(gzwrite($zip, 'abc'), fread($zip, 10), stream_get_meta_data($zip)['mode']);
var_dump(gzopen('php://memory', 'r'));
unlink($path);
