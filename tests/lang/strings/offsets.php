<?php
$s = 'abcdef';
var_dump($s[0], $s[5], $s[-1], $s[-6], $s['2'], isset($s[6]), isset($s[-7]), isset($s['x']), isset($s['1x']), isset($s['1']), $s[10] ?? 'none', empty($s[0]), "0"[0] ?? 1);
var_dump($s[6]);
try {
    var_dump($s['x']);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
$s[0] = 'X';
$s[8] = 'Y';
var_dump($s);
$s[-1] = 'long';
var_dump($s);
try {
    $s[1] = '';
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    $s[] = 'a';
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    $s[0][1] = 'a';
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
$t = $s;
$t[1] = '_';
var_dump($s, $t);
foreach (str_split('xyz') as $i => $c) {
    echo "$i$c ";
}
for ($i = 0, $n = strlen($s); $i < $n; $i++) {
    echo ord($s[$i]), ' ';
}
echo "\n";
