<?php
$info = new finfo(FILEINFO_MIME_TYPE);
$png = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
foreach ([$png, "GIF89a\x01\0\x01\0", "%PDF-1.4\n", "plain text\n", "PK\x03\x04\x14\0", "\x1f\x8b\x08\0", "<?xml version=\"1.0\"?><a/>", ''] as $bytes) {
    echo $info->buffer($bytes), ' ', finfo_buffer(finfo_open(FILEINFO_MIME_ENCODING), $bytes), "\n";
}
$file = sys_get_temp_dir() . '/picture';
file_put_contents($file, $png);
var_dump(mime_content_type($file), $info->file($file, FILEINFO_MIME), finfo_file(finfo_open(), $file), mime_content_type(sys_get_temp_dir()), $info->set_flags(FILEINFO_MIME_ENCODING), $info->file($file));
var_dump(@$info->file($file . '.missing'));
