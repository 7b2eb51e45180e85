<?php
function v($first, ...$rest) { return $first . json_encode($rest); }
echo v(1), v(1, 2, 3), v(...[1, 2]), v(...[1], ...[2, 3]), v('x', ...['k' => 'named', 'l' => 2]), "\n";
function typed(int ...$n) { return array_sum($n); }
echo typed(), typed(1, '2', 3.0), "\n";
try {
    typed(1, 'x');
} catch (TypeError $e) {
    echo preg_replace('/, called.*/', '', $e->getMessage()), "\n";
}
function named($a, $b = 'B', $c = 'C') { return "$a$b$c "; }
echo named(c: 3, a: 1), named(1, c: 'x'), named(...['b' => 'y', 'a' => 'z']), named(...[1], c: 9), "\n";
foreach ([fn() => named(b: 1), fn() => named(1, a: 2), fn() => named(1, zzz: 2), fn() => named(...[1], ...['a' => 2])] as $f) {
    try {
        $f();
    } catch (Error $e) {
        echo get_class($e), ': ', preg_replace('/passed in .* on/', 'passed on', $e->getMessage()), "\n";
    }
}
function gen_args() { return new ArrayIterator([1, 2, 3]); }
echo v(...gen_args()), "\n";
function f() { return implode(',', func_get_args()) . '/' . func_num_args(); }
echo f(), ' ', f(1, 2), ' ', f(...range(1, 20)), "\n";
function mod($a) { $a = 'changed'; return func_get_args()[0] . func_get_arg(0); }
echo mod('orig'), "\n";
echo max(...[3, 9, 2]), ' ', sprintf(...['%s-%s', 'a', 'b']), ' ', str_pad(string: 'x', length: 3, pad_type: STR_PAD_LEFT, pad_string: '-'), "\n";
class C { public function __construct(public int $x = 0, public int $y = 0) {} function __call($n, $a) { return $n . json_encode($a); } static function __callStatic($n, $a) { return "static $n" . json_encode($a); } }
$c = new C(y: 5);
echo $c->x, $c->y, $c->magic(1, k: 2), C::stat(...['z' => 1]), "\n";
$args = [1, 2];
echo json_encode([...$args, 3, ...[4, 5], ...['k' => 6]]), "\n";
