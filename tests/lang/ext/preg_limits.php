<?php
$s = str_repeat('a', 25) . 'b';
var_dump(preg_match('/^(a+)+$/', $s), preg_last_error_msg());
ini_set('pcre.backtrack_limit', '2');
var_dump(preg_match('/.*?x/', 'some text without it'), preg_last_error() === PREG_BACKTRACK_LIMIT_ERROR);
var_dump(ini_get('pcre.backtrack_limit'));
ini_restore('pcre.backtrack_limit');
var_dump(preg_match('/.*?x/', 'some text without it'), preg_last_error_msg());
