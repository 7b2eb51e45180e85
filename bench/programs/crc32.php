<?php
// bits: CRC-32 with a table over a text, n times
$n = (int) ($argv[1] ?? 3300);

function crc_table(): array {
    $table = [];
    for ($i = 0; $i < 256; $i++) {
        $c = $i;
        for ($k = 0; $k < 8; $k++) {
            $c = $c & 1 ? 0xEDB88320 ^ ($c >> 1) : $c >> 1;
        }
        $table[] = $c;
    }
    return $table;
}

function crc(string $data, array $table): int {
    $c = 0xFFFFFFFF;
    $length = strlen($data);
    for ($i = 0; $i < $length; $i++) {
        $c = $table[($c ^ ord($data[$i])) & 0xFF] ^ ($c >> 8);
    }
    return $c ^ 0xFFFFFFFF;
}

$table = crc_table();
$text = str_repeat('The quick brown fox jumps over the lazy dog. ', 300);
$combined = 0;
for ($i = 0; $i < $n; $i++) {
    $combined = ($combined ^ crc($text . $i, $table)) * 3 & 0xFFFFFFFF;
}
printf("crc32 %08x\n", $combined);
