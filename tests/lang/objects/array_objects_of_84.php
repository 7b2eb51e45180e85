<?php
// not for php8.2: messages of 8.3 and later.
$a = new ArrayObject([1]);
foreach ([fn() => $a[[]], fn() => isset($a[[]]), function () use ($a) { unset($a[new stdClass]); }, function () use ($a) { $a[[]] = 1; }] as $f) {
    try { $f(); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
}
enum E { case A; }
foreach ([E::A, new SplFixedArray(1)] as $o) {
    try { new ArrayObject($o); } catch (InvalidArgumentException $e) { echo $e->getMessage(), "\n"; }
}
try {
    $a = new ArrayObject([3, 1, 2]);
    $a->uasort(function ($x, $y) use ($a) { $a[] = 4; return $x <=> $y; });
} catch (Error $e) { echo $e->getMessage(), "\n"; }
var_dump(count($a));
foreach (new SplFixedArray(2) as $k => $v) var_dump($k);
try { foreach (new SplFixedArray(2) as &$v); } catch (Error $e) { echo $e->getMessage(), "\n"; }
