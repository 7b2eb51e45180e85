<?php
// Calls without end stop at the memory limit, in compiled code too.
ini_set('memory_limit', '16M');
function down(int $n): int { return down($n + 1) + 1; }
function warm(int $n): int { return $n ? warm($n - 1) + 1 : 0; }
for ($i = 0; $i < 300; $i++) $w = warm($i);
echo $w, "\n";
register_shutdown_function(function () {
    $message = error_get_last()['message'];
    echo preg_replace('/\(tried to allocate \d+ bytes\)/', '', $message), "\n";
});
ini_set('display_errors', '0');
down(0);
