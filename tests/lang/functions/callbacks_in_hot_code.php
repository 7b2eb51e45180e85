<?php
// Functions that builtins call: traces of them end where C++ goes on, whatever happens in them.
class Loud { public static int $gone = 0; public function __construct(public int $n) {} public function __destruct() { self::$gone += $this->n; } }
class Bomb { public function __construct(public int $n) {} public function __destruct() { if ($this->n % 50 == 49) throw new LogicException("bomb {$this->n}"); } }
class M {
    public int $calls = 0;
    public function add($x) { $this->calls++; return $x + $this->calls; }
    public static function twice($x) { return $x * 2; }
    public function __invoke($x) { return $x . 'i'; }
    public function inner() { return array_map(fn($x) => $x + $this->calls, [1, 2, 3]); }
}
$list = range(1, 40);
$m = new M;
$sum = 0;
for ($i = 0; $i < 60; $i++) {
    $sum += array_sum(array_map(fn($x) => $x * $i, $list));
    $sum += array_sum(array_map([$m, 'add'], $list)) + array_sum(array_map('M::twice', $list)) + array_sum(array_map($m->add(...), $list));
    $sum += strlen(implode(array_map($m, $list)));
    $sum += array_sum($m->inner());
    $sum += array_sum(array_map(function ($x) { $l = new Loud($x); return $l->n; }, $list));
    $sum += count(array_filter($list, fn($x) => $x % 3 ? null : "$x"));
    $sum += array_reduce($list, fn($c, $x) => [$x, $c[1] + $x], [0, 0])[1];
}
echo $sum, ' ', $m->calls, ' ', Loud::$gone, "\n";

$caught = 0;
for ($i = 0; $i < 300; $i++) {
    try {
        $sum += count(array_map(function ($x) use ($i) { if ($x == 7 && $i % 11 == 0) throw new Exception('seven'); return $x; }, $list));
        array_map(function ($x) use ($i) { $b = new Bomb($i + $x); return 1; }, [0]);
    } catch (Exception $e) {
        $caught += strlen($e->getMessage());
        $caught += $e->getLine();
    }
}
echo $sum, ' ', $caught, "\n";

$words = [];
for ($i = 0; $i < 300; $i++) $words[] = md5((string) $i);
usort($words, fn($a, $b) => strcmp(substr($a, 3), substr($b, 3)));
echo md5(implode($words)), "\n";
uasort($words, function ($a, $b) { static $calls = 0; $calls++; return [$a[5], $b] <=> [$b[5], $a]; });
echo md5(json_encode($words)), "\n";
array_walk($words, function (&$w, $k, $tail) { $w = $k % 2 ? $w : strtoupper($w) . $tail; }, '!');
echo md5(json_encode($words)), "\n";
echo preg_replace_callback('/\d+/', fn($f) => $f[0] + 1, str_repeat('a9b99 ', 100)) === str_repeat('a10b100 ', 100) ? 'yes' : 'no', "\n";

// The same function called by a builtin, from PHP, deeper and with its frame looked at.
function both($x) { return $x > 35 ? count(debug_backtrace()) : $x; }
$n = 0;
for ($i = 0; $i < 200; $i++) $n += both($i % 40) + array_sum(array_map('both', $list));
echo $n, "\n";
function nest($d) { return $d ? array_sum(array_map('nest', [$d - 1, $d - 2 > 0 ? $d - 2 : 0])) + 1 : 1; }
for ($i = 0; $i < 12; $i++) $n += nest($i);
echo $n, "\n";
// A callback whose closure dies with the call, and generators fed by callbacks.
for ($i = 0; $i < 300; $i++) $n += call_user_func((fn($y) => fn($x) => $x + $y + $i)($i), 3);
function gen($f) { for ($i = 0; $i < 5; $i++) yield $f($i); }
for ($i = 0; $i < 200; $i++) $n += array_sum(iterator_to_array(gen(fn($x) => $x * $i)));
echo $n, "\n";
spl_autoload_register(function ($c) { if (str_starts_with($c, 'Auto')) eval("class $c { const N = " . substr($c, 4) . "; }"); });
for ($i = 0; $i < 200; $i++) $n += constant("Auto$i::N");
echo $n, "\n";
class S implements IteratorAggregate, ArrayAccess, Countable {
    private array $d = [3, 4, 5];
    public function getIterator(): Iterator { return new ArrayIterator($this->d); }
    public function offsetGet($o): mixed { return $this->d[$o % 3]; }
    public function offsetSet($o, $v): void { $this->d[$o % 3] = $v; }
    public function offsetExists($o): bool { return $o < 3; }
    public function offsetUnset($o): void {}
    public function count(): int { return count($this->d); }
    public function __get($n) { return strlen($n); }
    public function __toString() { return implode(',', $this->d); }
}
$s = new S;
for ($i = 0; $i < 300; $i++) {
    $s[$i] = $s[$i + 1] + 1;
    foreach ($s as $v) $n += $v;
    $n += count($s) + $s->abc + strlen("$s") + (isset($s[$i]) ? 1 : 0);
}
echo $n, "\n";
