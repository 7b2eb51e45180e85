<?php
// not for php8.2, which loses what the handler prints
// Nobody is left to catch it but the handler of uncaught exceptions.
set_exception_handler(function (Throwable $e) { echo 'handled: ', $e->getMessage(), "\n"; });
ob_start(function ($text) { throw new Exception('from the callback'); });
echo "text\n";
