<?php
// A command keeps no header lines, and says where output began when one comes too late.
ob_start();
header_register_callback(fn () => print("callback\n"));
header('X-One: 1');
$seen = [headers_list(), headers_sent($file, $line), $file, $line, http_response_code(), http_response_code(404), http_response_code()];
ob_end_flush();
var_dump($seen, headers_sent());
echo "begun\n";
var_dump(headers_sent($file, $line), basename($file), $line);
set_error_handler(function ($level, $message) { echo preg_replace('~\(output started at .*/~', '(output started at ', $message), "\n"; });
header('X-Two: 2');
header_remove('X-One');
http_response_code(500);
var_dump(sscanf('12 apples', '%d %s'), sscanf('', '%d'), sscanf('age: 7', 'age: %2$d') ?? null);
