<?php
// The header of an image gives its size, type and depth.
$gif = "GIF89a" . pack('vvC', 12, 7, 0xf2) . "\0\0;";
$png = base64_decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==');
$jpeg = "\xff\xd8\xff\xe0" . pack('n', 16) . "JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0" . pack('nCnnC', 17, 8, 20, 30, 3) . str_repeat("\1\x11\0", 3) . "\xff\xd9";
$bmp = 'BM' . pack('VvvVVllvv', 100, 0, 0, 54, 40, 9, -8, 1, 24) . str_repeat("\0", 40);
$webp = 'RIFF' . pack('V', 22) . 'WEBPVP8L' . pack('V', 10) . "\x2f" . pack('V', (99 | 49 << 14)) . str_repeat("\0", 8);
foreach ([$gif, $png, $jpeg, $bmp, $webp, str_repeat('plain text', 9)] as $data) {
    echo json_encode(getimagesizefromstring($data, $info)), json_encode(array_map('bin2hex', $info)), "\n";
}
echo image_type_to_mime_type(IMAGETYPE_PNG), ' ', image_type_to_extension(IMAGETYPE_JPEG, false), ' ', var_export(image_type_to_extension(77), true), "\n";
print_r(iptcparse("\x1c\x02\x05\x00\x03abc\x1c\x02\x19\x00\x01x\x1c\x02\x19\x00\x01y"));
