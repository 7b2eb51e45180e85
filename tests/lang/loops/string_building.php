<?php
// Appends, ropes, conversions, offsets and comparisons of strings in hot loops.
$s = '';
for ($i = 0; $i < 500; $i++) {
    $s .= 'x';
    $s .= $i;
    $s .= "[$i:{$i}]";
}
echo strlen($s), md5($s), "\n";
$t = '';
for ($i = 0; $i < 300; $i++) {
    $old = $t;
    $t = $t . chr(65 + $i % 26);
    if ($i == 200) {
        echo strlen($old), strlen($t), "\n";
    }
}
echo md5($t), "\n";
$r = '';
for ($i = strlen($t) - 1; $i >= 0; $i--) {
    $r .= $t[$i];
}
echo $r === strrev($t) ? 'reversed' : 'wrong', "\n";
$n = 0;
for ($i = 0; $i < strlen($s); $i++) {
    if ($s[$i] === 'x') {
        $n++;
    } elseif (ctype_digit($s[$i])) {
        $n += (int) $s[$i];
    }
}
echo $n, "\n";
$u = str_repeat('.', 100);
for ($i = 0; $i < 300; $i++) {
    $u[$i % 100] = $i % 3 ? 'a' : 'bc'[$i % 2];
}
echo $u, "\n";
$parts = [];
for ($i = 0; $i < 200; $i++) {
    $parts[] = $i % 3 == 0 ? $i : ($i % 3 == 1 ? $i / 2 : "s$i");
}
echo md5(implode('|', $parts)), "\n";
$same = 0;
$words = ['alpha', 'beta', 'alpha' . '', 'gamma'];
for ($i = 0; $i < 400; $i++) {
    $a = $words[$i % 4];
    $b = $words[$i * 3 % 4];
    $same += $a === $b ? 1 : 0;
    $same += $a == 'alpha' ? 1 : 0;
    $same += $a < $b ? 1 : 0;
    $same += $a <=> $b;
    $same += strcmp($a, $b) > 0 ? 1 : 0;
}
echo $same, "\n";
$key = '';
$map = [];
for ($i = 0; $i < 300; $i++) {
    $key = 'k' . ($i % 20);
    $map[$key] = ($map[$key] ?? '') . $i % 10;
}
echo json_encode($map), "\n";
$mix = 0;
for ($i = 0; $i < 200; $i++) {
    $mix += "$i" + '1' . '0';
    $mix .= '';
    $mix = (int) $mix % 100000;
}
var_dump($mix);
$self = 'ab';
for ($i = 0; $i < 10; $i++) {
    $self .= $self;
}
echo strlen($self), "\n";
$c = 0;
foreach (str_split('hello world foo bar') as $ch) {
    switch ($ch) { case 'o': $c += 10; break; case ' ': $c += 100; break; default: $c += ord($ch) & 1; }
}
echo $c, "\n";
