<?php // not for php8.2: readonly properties have 8.4's words
class T {
    public int $i = 1;
    public ?string $s = null;
    public float $f = 1;
    public array $a = [];
    public bool $b = false;
    public int|string $u = 0;
    public self $me;
    public iterable $it = [];
    public ?T $maybe = null;
    public static int $count = 0;
    public readonly array $ro;
    function setRo($v) { $this->ro = $v; }
}
$t = new T;
$t->i = '42';
$t->f = 5;
$t->s = 12;
$t->b = 'yes';
$t->u = 1.0;
var_dump($t->i, $t->f, $t->s, $t->b, $t->u);
$tests = [
    fn() => $t->i = 'abc', fn() => $t->i = null, fn() => $t->i = 1.5, fn() => $t->a = 'x', fn() => $t->me = new stdClass, fn() => $t->me, fn() => $t->s = [],
    fn() => $t->i += 1.5, fn() => T::$count = 'x', fn() => $t->ro, fn() => $t->ro = [1], fn() => $t->i .= 'x', fn() => $t->maybe = $t, fn() => $t->it = 5,
];
foreach ($tests as $n => $f) {
    try {
        $f();
        echo "$n ok\n";
    } catch (Error $e) {
        echo $n, ' ', get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$t->i = PHP_INT_MAX;
try {
    $t->i++;
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
var_dump($t->i);
$r = &$t->a;
try {
    $r = 'not array';
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
$r[] = 1;
$ri = &T::$count;
$ri = '7';
var_dump(T::$count, $t->a);
$t->setRo([1, 2]);
foreach ([fn() => $t->setRo([3]), function () use ($t) { $t->ro[] = 4; }, function () use ($t) { unset($t->ro); }, function () use ($t) { $x = &$t->ro; }] as $f) {
    try {
        $f();
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump($t->ro, isset($t->me), isset($t->ro));
unset($t->i);
try {
    echo $t->i;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
$c = clone $t;
var_dump($c);
class Promo { function __construct(public readonly int $x, protected ?array $y = null, private self|null $z = null) {} }
var_dump(new Promo('5'));
