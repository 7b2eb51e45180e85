<?php
// What filters hold back is written when the program ends, also for streams that are never closed.
class Watch extends php_user_filter {
    function filter($in, $out, &$consumed, $closing): int {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }
    function onClose(): void { file_put_contents('php://stderr', "closed\n"); }
    function __destruct() { echo "destructed\n"; }
}
class Kept { static $stream; }
stream_filter_register('watch', 'Watch');
stream_filter_append(STDOUT, 'convert.base64-encode', STREAM_FILTER_WRITE);
stream_filter_append(STDOUT, 'watch', STREAM_FILTER_WRITE);
fwrite(STDOUT, "abcd");
Kept::$stream = fopen('php://stderr', 'w');
stream_filter_append(Kept::$stream, 'convert.base64-encode', STREAM_FILTER_WRITE);
fwrite(Kept::$stream, "efgh");
echo "end\n";
