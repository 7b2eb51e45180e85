<?php
// Raw streams without a header are recognised, and what ends a stream may be longer than a buffer.
$d = deflate_init(ZLIB_ENCODING_RAW);
$c = '';
foreach (range('a', 'e') as $x) $c .= deflate_add($d, $x, ZLIB_SYNC_FLUSH);
var_dump(zlib_decode($c . deflate_add($d, '', ZLIB_FINISH)));
mt_srand(5);
for ($text = '', $i = 0; $i < 70000; $i++) $text .= chr(mt_rand(48, 125));
foreach ([ZLIB_ENCODING_RAW, ZLIB_ENCODING_GZIP, ZLIB_ENCODING_DEFLATE] as $mode) {
    $in = inflate_init($mode);
    $packed = zlib_encode($text, $mode);
    var_dump(zlib_decode($packed) === $text, inflate_add($in, $packed, ZLIB_FINISH) === $text);
}
foreach ([fn() => gzinflate('x', -1), fn() => zlib_decode('asdf'), fn() => deflate_init(15, ['dictionary' => ["a\0b"]])] as $call) {
    try {
        var_dump(@$call());
    } catch (ValueError $e) {
        echo preg_replace('/ (empty strings|strings with.*)/', '', $e->getMessage()), "\n";
    }
}
