<?php
// Suspension below functions of C++: their frames stay where they are.
function drive(Fiber $f, ...$args) {
    $sent = [];
    for ($v = $f->start(...$args); !$f->isTerminated(); $v = $f->resume(is_int($v) ? $v * 10 : $v)) {
        $sent[] = $v;
    }
    echo json_encode($sent), ' ', json_encode($f->getReturn()), "\n";
}
drive(new Fiber(fn() => array_map(fn($x) => Fiber::suspend($x), [1, 2, 3])));
drive(new Fiber(fn() => array_filter([4, 5, 6], fn($x) => Fiber::suspend($x) > 45)));
drive(new Fiber(function () {
    $a = [3, 1];
    usort($a, fn($x, $y) => Fiber::suspend($x + $y) ? $x <=> $y : 0);
    return $a;
}));
drive(new Fiber(fn() => preg_replace_callback('/\d/', fn($m) => Fiber::suspend((int) $m[0]), 'a1b2')));
drive(new Fiber(fn() => array_reduce([1, 2], fn($c, $x) => $c + Fiber::suspend($x), 1)));
drive(new Fiber(fn() => call_user_func_array(fn(...$a) => array_sum($a) + Fiber::suspend(7), [1, 2])));
drive(new Fiber(fn() => iterator_to_array((function () { yield Fiber::suspend(1); yield Fiber::suspend(2); })())));
class Told {
    function __toString(): string { return 'told ' . Fiber::suspend(8); }
    function __get($name) { return $name . Fiber::suspend(9); }
    function __call($name, $args) { return $name . implode(',', $args) . Fiber::suspend(10); }
    static function __callStatic($name, $args) { return $name . Fiber::suspend(11); }
    function __invoke($x) { return $x + Fiber::suspend(12); }
}
drive(new Fiber(function () { $t = new Told; return ["$t", $t->prop, $t->method(1, 2), Told::stat(), $t(1)]; }));
class Odd implements ArrayAccess, IteratorAggregate, Countable, JsonSerializable {
    function offsetGet($o): mixed { return Fiber::suspend($o); }
    function offsetSet($o, $v): void { echo 'set ', Fiber::suspend($o), ' ', $v, "\n"; }
    function offsetExists($o): bool { return Fiber::suspend($o) > 0; }
    function offsetUnset($o): void { Fiber::suspend($o); }
    function getIterator(): Iterator { Fiber::suspend(20); return new ArrayIterator([1, 2]); }
    function count(): int { return Fiber::suspend(21); }
    function jsonSerialize(): mixed { return ['json' => Fiber::suspend(22)]; }
}
drive(new Fiber(function () {
    $o = new Odd;
    $o[2] = $o[1];
    unset($o[3]);
    $sum = 0;
    foreach ($o as $v) {
        $sum += $v + Fiber::suspend($v);
    }
    return [isset($o[4]), $sum, count($o), json_encode($o)];
}));
// In error handlers, autoloaders, finally blocks.
drive(new Fiber(function () {
    set_error_handler(function ($no, $text) { echo $text, ' ', Fiber::suspend(33), "\n"; return true; });
    echo $undefined;
    $r = "abc" . [1][5];
    restore_error_handler();
    return $r;
}));
spl_autoload_register(function ($name) { echo "load $name ", Fiber::suspend(34), "\n"; eval("class $name {}"); });
drive(new Fiber(fn() => get_class(new Later)));
drive(new Fiber(function () {
    try {
        try {
            throw new Exception(Fiber::suspend('try'));
        } finally {
            echo 'finally ', Fiber::suspend('finally'), "\n";
        }
    } catch (Exception $e) {
        return $e->getMessage() . Fiber::suspend('catch');
    }
}));
drive(new Fiber(function ($a, $b = 5, ...$rest) { return Fiber::suspend($a + $b) + count($rest); }), 1, 2, 3, 4);
