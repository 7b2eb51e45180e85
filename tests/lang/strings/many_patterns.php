<?php
// More patterns than the cache of compiled ones holds, also while a callback runs under one of them.
$hits = 0;
for ($i = 0; $i < 6000; $i++) {
    $hits += preg_match("/^a{$i}b$/", "a{$i}b");
}
var_dump($hits);
echo preg_replace_callback('/\d/', function ($m) {
    $n = 0;
    for ($i = 0; $i < 2500; $i++) $n += preg_match("/^[{$m[0]}_-]{1,1}(?#$i)$/D", "-");
    return $n > 0 ? '#' : '-';
}, 'a1b2c3'), "\n";
var_dump(preg_match('/^a17b$/', 'a17b'), preg_split('/(?<n>\d)/', 'x1y2z'));
