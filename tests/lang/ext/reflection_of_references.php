<?php
// References in arrays can be told apart.
$a = 1;
$b = 2;
$array = ['x' => &$a, 'y' => &$b, 'z' => &$a, 'plain' => 3];
$id = fn($key) => ReflectionReference::fromArrayElement($array, $key)?->getId();
var_dump($id('x') === $id('z'), $id('x') === $id('y'), $id('plain'), strlen($id('x')));
try { $id('none'); } catch (ReflectionException $e) { echo $e->getMessage(), "\n"; }
$h = fopen('php://temp,', 'w+');
fwrite($h, 'kept');
rewind($h);
echo fgets($h), "\n";
