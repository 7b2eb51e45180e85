<?php
// Bytes of strings written one by one: in variables, behind references, in elements and properties.

class Page
{
    public string $text = '';
    public $rows = [];
    public static string $all = '..........';
}

function sieve(int $n): int
{
    $marks = str_repeat('1', $n + 1);
    for ($i = 2; $i * $i <= $n; $i++) {
        if ($marks[$i] === '1') {
            for ($j = $i * $i; $j <= $n; $j += $i) $marks[$j] = '0';
        }
    }
    return substr_count($marks, '1', 2);
}

function shout(string &$s): void
{
    for ($i = 0, $n = strlen($s); $i < $n; $i++) $s[$i] = strtoupper($s[$i]);
}

var_dump(sieve(2000));
$text = str_repeat('some words ', 30);
$copy = $text;
shout($text);
var_dump(md5($text), $copy === str_repeat('some words ', 30));

$page = new Page;
$page->text = str_repeat('-', 20);
$page->rows = [str_repeat('a', 10), str_repeat('b', 10)];
$rows = $page->rows;
for ($i = 0; $i < 300; $i++) {
    $page->text[$i % 20] = chr(65 + $i % 26);
    $page->rows[$i % 2][$i % 10] = $i % 7;
    Page::$all[$i % 10] = 'x';
    $kept[$i % 3] = $page->text;
    $result = $page->rows[0][5] = 'z';
    if ($result !== 'z') echo "wrong\n";
}
var_dump($page->text, $page->rows, $rows, Page::$all, $kept);

// Offsets and values that do more than that.
$s = 'constant';
$log = [];
set_error_handler(function ($no, $message) use (&$log) {
    $log[] = $message;
    return true;
});
for ($i = 0; $i < 200; $i++) {
    $t = $s;
    try {
        $t[$i === 150 ? 12 : $i % 8] = $i === 160 ? 'long' : ($i === 170 ? '' : ($i === 180 ? 7 : '*'));
        $t[$i === 190 ? -1 : 0] = '#';
        if ($i === 195) $t['x'] = 'y';
    } catch (Throwable $e) {
        $log[] = get_class($e) . ': ' . $e->getMessage();
    }
    $seen[$t] = ($seen[$t] ?? 0) + 1;
}
print_r($log);
ksort($seen);
print_r($seen);
var_dump($s);
$keys = [];
for ($i = 0; $i < 100; $i++) {
    $key = 'key0';
    $key[3] = (string) ($i % 10);
    $keys[$key] = ($keys[$key] ?? 0) + 1;
    $key[0] = 'K';
    $keys[$key] = ($keys[$key] ?? 0) + 1;
}
print_r($keys);
