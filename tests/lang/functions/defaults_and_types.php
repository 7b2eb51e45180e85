<?php
const BASE = 10;
class K { const X = 'kx'; }
function d($a, $b = 2, array $c = [1, 'k' => BASE * 2], $d = K::X . '!', ?int $e = null, int|string $f = 'f', $g = new ArrayObject([1])) {
    return json_encode([$a, $b, $c, $d, $e, $f, count($g)]) . func_num_args();
}
echo d(1), "\n", d(1, 3, [], null, 5, 6), "\n", d(a: 'n', f: 7), "\n", d(1, e: 4, c: ['x']), "\n";
function coerce(int $i, float $f, string $s, bool $b, ?array $n) { var_dump($i, $f, $s, $b, $n); }
coerce('5', 3, 1.5, 'x', null);
coerce(5.0, '1e2', true, 0, [1]);
foreach ([['x', 1, '', true, null], [1.5, 1, '', true, null], [null, 1, '', true, null], [1, 'abc', '', true, null], [1, 1, [], true, null], [1, 1, '', true, 5], [1, 1, new K, 1, null]] as $args) {
    try {
        coerce(...$args);
    } catch (TypeError $e) {
        echo preg_replace('/, called in.*/', '', $e->getMessage()), "\n";
    }
}
function ret_int(): int { return '12'; }
function ret_void(): void { return; }
function ret_null(): ?string { return null; }
function ret_bad(): int { return 'abc'; }
function ret_union(int|false $v): int|false { return $v; }
function ret_static(): iterable { return [1]; }
function ret_never(): never { throw new Exception('never'); }
var_dump(ret_int(), ret_void(), ret_null(), ret_union(false), ret_static());
foreach (['ret_bad', 'ret_never'] as $f) {
    try {
        $f();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
try {
    d();
} catch (ArgumentCountError $e) {
    echo preg_replace('/passed in .* on line/', 'passed on line', $e->getMessage()), "\n";
}
try {
    strlen();
} catch (ArgumentCountError $e) {
    echo $e->getMessage(), "\n";
}
try {
    strlen(1, 2);
} catch (ArgumentCountError $e) {
    echo $e->getMessage(), "\n";
}
try {
    undefined_function(1);
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
echo d(1, 2, [3], 4, 5, 6, [7], 8, 9), "\n";
