<?php
// What a yield hands to the loop that asked: every kind of value, into every kind of variable, with what they held before.
class Thing {
    public function __construct(public $name) {}
    public function __destruct() {
        global $gone;
        $gone .= $this->name . ' ';
    }
}
class Thrower {
    public function __construct(private $n) {}
    public function __destruct() {
        if ($this->n == 90) throw new Exception("destroyed $this->n");
    }
}
function values($n) {
    for ($i = 0; $i < $n; $i++) {
        yield $i;
        yield "s$i";
        yield "k$i" => [$i];
        yield $i * 5 => $i / 4;
        $t = "x$i";
        yield $t => $t;
        yield null;
        yield $i % 2 == 0 => true;
        yield new Thing($i);
        yield;
    }
}
function same($n) {
    $a = ['same'];
    $o = new stdClass;
    $s = str_repeat('z', 3);
    for ($i = 0; $i < $n; $i++) {
        yield $s => $s;
        yield $o => $o;
        yield $a => $a;
        yield 1.5 => $s;
    }
}
function throwers($n) {
    for ($i = 0; $i < $n; $i++) yield new Thrower($i);
}
function &places(array &$a) {
    foreach ($a as $k => &$v) yield $k => $v;
}
function noticed($n) {
    for ($i = 0; $i < $n; $i++) yield $i;
}
$gone = '';
$hash = 0;
foreach (values(80) as $k => $v) {
    $hash = crc32($hash . gettype($v) . json_encode($k) . (is_object($v) ? $v->name : json_encode($v)));
}
unset($v);
echo $hash, ' ', strlen($gone), ' ', substr($gone, 0, 30), "\n";
$counts = [];
foreach (same(80) as $k => $v) $counts[gettype($k) . gettype($v)] = ($counts[gettype($k) . gettype($v)] ?? 0) + 1;
print_r($counts);
// Into a reference, a property, an element, a list, a typed property.
$r = 0;
$ref = &$r;
$sum = 0;
foreach (noticed(150) as $ref) $sum += $r;
echo $sum, "\n";
class Holder {
    public int $n = 0;
    public static $s;
}
$h = new Holder;
foreach (noticed(150) as $h->n) $sum += $h->n;
foreach (noticed(150) as Holder::$s) $sum += Holder::$s;
$a = [];
foreach (noticed(150) as $a['x']['y']) $sum += $a['x']['y'];
$k = 0;
foreach (noticed(150) as $k => $a[$k]) $sum += $k;
echo $sum, ' ', count($a), "\n";
$typed = &$h->n;
try {
    foreach (values(3) as $typed) $sum++;
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
unset($typed);
foreach ((function () { for ($i = 0; $i < 150; $i++) yield [$i, ['b' => $i * 2]]; })() as [$p, ['b' => $q]]) $sum += $q - $p;
echo $sum, "\n";
$list = range(0, 149);
for ($i = 0; $i < 3; $i++) {
    foreach (places($list) as $k => &$v) $v += $k;
    unset($v);
    foreach (places($list) as $k => $v) $v += 1000;
}
echo array_sum($list), "\n";
try {
    foreach (throwers(150) as $i => $v) $last = $i;
} catch (Exception $e) {
    echo $e->getMessage(), " after $last\n";
}
// The old value goes when its successor is there.
foreach ((function () { for ($i = 0; $i < 100; $i++) yield new Thing("t$i"); })() as $v) {
    if ($gone !== '' && $v->name === 't50') echo substr($gone, -8), "\n";
}
$gone = '';
$v = null;
echo $gone, "\n";
