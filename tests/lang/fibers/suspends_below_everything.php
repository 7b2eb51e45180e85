<?php
// not for php8.2: its fibers may not be suspended in destructors.
// Suspended and resumed below every kind of C++ that calls back, many times, so that all of it is compiled too.
function y($x = null) { return Fiber::suspend($x); }
class D { public function __construct(public string $n) {} public function __destruct() { global $log; $log[] = "d{$this->n}=" . y("in destructor {$this->n}"); } }
class It implements IteratorAggregate, ArrayAccess, Countable, JsonSerializable {
    function getIterator(): Iterator { yield 1 => y('it1'); try { yield 2 => y('it2'); } finally { y('it finally'); } }
    function offsetExists($o): bool { return (bool) y("exists $o"); }
    function offsetGet($o): mixed { return y("get $o"); }
    function offsetSet($o, $v): void { y("set $o"); }
    function offsetUnset($o): void { y("unset $o"); }
    function count(): int { return (int) y('count'); }
    function __get($n) { return y("prop $n"); }
    function __call($n, $a) { return y("call $n"); }
    static function __callStatic($n, $a) { return y("static $n"); }
    function __toString(): string { return (string) y('string'); }
    function __invoke($x) { return y("invoke $x"); }
    function jsonSerialize(): mixed { return y('json'); }
    function __serialize(): array { return [y('serialize')]; }
    function __clone() { y('clone'); }
}
function generate() { $r = yield y('g1'); $s = yield from (function () { yield y('inner'); return y('inner return'); })(); yield $r . $s; }
$bodies = [
    'array_map' => fn() => implode(',', array_map('y', ['a', 'b', 'c'])),
    'array_map two' => fn() => implode(',', array_map(fn($a, $b) => y($a . $b), [1, 2], [3, 4])),
    'array_filter' => fn() => count(array_filter([1, 2, 3], fn($x) => y($x) > 1)),
    'array_reduce' => fn() => array_reduce([1, 2, 3], fn($c, $x) => $c + y($x), 0),
    'array_walk' => function () { $a = ['x' => 1, 'y' => 2]; array_walk($a, function (&$v, $k) { $v = y($k) + $v; }); return json_encode($a); },
    'usort' => function () { $a = [3, 1, 2]; usort($a, function ($p, $q) { y("$p?$q"); return $p <=> $q; }); return implode($a); },
    'uksort' => function () { $a = ['b' => 1, 'a' => 2]; uksort($a, function ($p, $q) { y('k'); return $p <=> $q; }); return json_encode($a); },
    'call_user_func' => fn() => call_user_func('y', 'cuf') . call_user_func_array('y', ['cufa']),
    'preg_replace_callback' => fn() => preg_replace_callback('/\d/', fn($m) => y($m[0]), 'a1b2c3'),
    'generator' => function () { $g = generate(); $out = [$g->current(), $g->send('S'), $g->send('T')]; return json_encode($out); },
    'foreach iterator' => function () { $s = ''; foreach (new It as $k => $v) $s .= "$k=$v;"; return $s; },
    'iterator_to_array' => fn() => json_encode(iterator_to_array(new It)),
    'foreach broken off' => function () { foreach (new It as $v) if ($v) break; return $v; },
    'spread' => fn() => json_encode([...new It]),
    'array access' => function () { $o = new It; $o['s'] = 1; unset($o['u']); return json_encode([$o['g'], isset($o['e']), empty($o['m'])]); },
    'count' => fn() => count(new It),
    'properties' => fn() => (new It)->p . (new It)->m(1) . It::s(2),
    'conversions' => fn() => new It . strlen(new It) . in_array('7', [new It]),
    'invoke' => fn() => (new It)(1) . implode(array_map(new It, [1, 2])),
    'json' => fn() => json_encode([new It, 'k' => new It]),
    'serialize' => fn() => serialize(new It),
    'clone' => fn() => get_class(clone new It),
    'destructor' => function () { $d = new D('a'); $d = null; $x = [new D('b'), new D('c')]; unset($x); return 'gone'; },
    'finally' => function () { try { try { throw new Exception(y('thrown')); } finally { y('finally'); } } catch (Exception $e) { return $e->getMessage() . y('catch'); } },
    'return in finally' => function () { try { return y('try'); } finally { return y('instead'); } },
    'error handler' => function () { set_error_handler(function ($n, $m) { y($m); return true; }); $a = $undefined . 'x'; $b = [][1] ?? 'default'; restore_error_handler(); return $a . $b; },
    'autoload' => function () { static $n = 0; spl_autoload_register($f = function ($c) { y($c); eval("class $c {}"); }); $c = 'Loaded' . ++$n; $r = get_class(new $c); spl_autoload_unregister($f); return $r; },
    'output callback' => function () { ob_start(fn($s) => strtoupper($s)); echo y('echoed'); return ob_get_clean(); },
    'include' => function () { static $f = null; $f ??= sys_get_temp_dir() . '/included.php'; file_put_contents($f, '<?php return y("included") . y("again");'); $r = include $f; unlink($f); $f = null; return $r; },
    'eval' => fn() => eval('return y("e1") . y("e2");'),
    'static closure in match' => fn() => match (true) { y('m') === 0 => 'zero', (bool) y('n') => 'other', default => 'none' },
    'nested fiber' => function () { $f = new Fiber(fn() => y('deep') . y('deeper')); $f->start(); $a = y('between'); $f->resume('D'); $f->resume('E'); return $a . $f->getReturn(); },
    'recursion' => function () { $f = function ($n) use (&$f) { return $n ? $f($n - 1) + 1 : (y('bottom') ? 0 : 0); }; return $f(50); },
    'named and variadic' => fn() => (fn(...$a) => json_encode($a))(a: y('a'), b: y('b')),
    'string interpolation' => fn() => "x" . y('1') . "y{$GLOBALS['n']}" . y('2') . sprintf('%s-%s', y('3'), y('4')),
    'reference argument' => function () { $a = [1]; $f = function (&$r) { $r[] = y('ref'); }; $f($a); return json_encode($a); },
];
$log = [];
$n = 0;
foreach ($bodies as $name => $body) {
    $results = [];
    for ($round = 0; $round < 20; $round++) {
        $fiber = new Fiber($body);
        $sent = [];
        try {
            $v = $fiber->start();
            for ($i = 1; !$fiber->isTerminated(); $i++) {
                $sent[] = $v;
                $v = $fiber->resume($i);
            }
            $results[preg_replace('/Loaded\d+/', 'Loaded', json_encode($sent) . ' => ' . $fiber->getReturn())][] = $round;
        } catch (Throwable $e) {
            $results[get_class($e) . ': ' . $e->getMessage()][] = $round;
        }
    }
    foreach ($results as $r => $rounds) echo str_pad($name, 24), $r, ' (', count($rounds), ")\n";
}
echo count($log), ' ', $log[0], ' ', end($log), "\n";
