<?php
// gzopen() and its kin; deflate_add() and inflate_add() piece by piece, with dictionaries.
$file = sys_get_temp_dir() . '/pieces.gz';
$f = gzopen($file, 'wb9');
var_dump(gzwrite($f, "line one\nline two\n"), gzputs($f, "three"), gzclose($f));
var_dump(gzdecode(file_get_contents($file)), gzfile($file), readgzfile($file));
$f = gzopen($file, 'r');
var_dump(gzgets($f), gztell($f), gzgetc($f), gzread($f, 3), gzseek($f, 9), gzgets($f), gzeof($f), gzread($f, 100), gzeof($f), gzrewind($f), gzpassthru($f));
gzclose($f);
unlink($file);
foreach ([ZLIB_ENCODING_RAW, ZLIB_ENCODING_GZIP, ZLIB_ENCODING_DEFLATE] as $encoding) {
    $d = deflate_init($encoding, ['level' => 9]);
    $bytes = deflate_add($d, str_repeat('some text ', 50), ZLIB_NO_FLUSH) . deflate_add($d, 'and more', ZLIB_SYNC_FLUSH) . deflate_add($d, 'end', ZLIB_FINISH);
    $i = inflate_init($encoding);
    $out = '';
    foreach (str_split($bytes, 7) as $piece) $out .= inflate_add($i, $piece);
    var_dump(strlen($bytes), md5($out), inflate_get_status($i), inflate_get_read_len($i) === strlen($bytes));
}
$d = deflate_init(ZLIB_ENCODING_DEFLATE, ['dictionary' => ['hello', 'world']]);
$bytes = deflate_add($d, 'hello world hello', ZLIB_FINISH);
var_dump(inflate_add(inflate_init(ZLIB_ENCODING_DEFLATE, ['dictionary' => ['hello', 'world']]), $bytes));
var_dump(inflate_add(inflate_init(ZLIB_ENCODING_DEFLATE), $bytes));
var_dump(inflate_add(inflate_init(ZLIB_ENCODING_DEFLATE), 'not compressed'));
foreach ([fn() => deflate_init(5), fn() => deflate_init(15, ['level' => 10]), fn() => inflate_add(inflate_init(15), 'x', 9), fn() => inflate_init(15, ['window' => 99])] as $f) {
    try { $f(); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
}
var_dump(gzopen('/nowhere/at/all', 'r'));
