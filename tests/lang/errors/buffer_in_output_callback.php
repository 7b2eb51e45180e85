<?php
// not for php8.2, which crashes in the shutdown function
// An output callback may not start buffers: all buffers are dropped, and none can be started any more.
register_shutdown_function(function () {
    echo "shutdown\n";
    var_dump(ob_start(fn($text) => strtoupper($text)));
    echo "end\n";
});
echo "before\n";
ob_start(function ($text) {
    ob_start();
    return "seen by nobody: $text";
});
echo "dropped\n";
ob_end_flush();
echo "not reached\n";
