<?php
$s = '';
for ($i = 0; $i < 300; $i++) {
    $s .= $i % 10;
    if ($i % 50 == 0) {
        $copy = $s;
        $s .= '|';
        echo strlen($copy), ' ', strlen($s), "\n";
    }
}
echo md5($s), ' ', substr($s, -20), "\n";
$parts = [];
for ($i = 0; $i < 5; $i++) {
    $parts[] = "item $i";
}
echo implode(', ', $parts), "\n";
$x = 'a';
for ($i = 0; $i < 10; $i++) {
    $x = $x . $x;
}
echo strlen($x), "\n";
$self = 'ab';
$self .= $self;
$self .= $self . $self;
echo $self, "\n";
$line = '';
foreach (['a' => 1, 'b' => 2.5, 'c' => null, 'd' => true] as $k => $v) {
    $line .= "$k=$v;";
}
echo $line, "\n";
$r = &$line;
$r .= '!';
echo $line, strrev($line), str_repeat('-', 5), "\n";
