<?php
function apply(callable $f, ...$args) { return $f(...$args); }
class T { static function s($x) { return "s$x"; } function i($x) { return "i$x"; } function __invoke($x) { return "inv$x"; } private function p() {} }
echo apply('strtolower', 'ABC'), apply('T::s', 1), apply(['T', 's'], 2), apply([new T, 'i'], 3), apply(new T, 4), apply(fn($x) => "f$x", 5), "\n";
foreach (['no_such', 'T::none', ['T', 'p'], [1, 2], 'T::i'] as $bad) {
    try {
        apply($bad, 1);
    } catch (TypeError $e) {
        echo preg_replace('/, called.*/', '', $e->getMessage()), "\n";
    }
}
try {
    array_map('nope', [1]);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
$name = 'str' . '_repeat';
echo $name('ab', 3), "\n";
$method = 'i';
$class = 'T';
$static = 's';
echo (new $class)->$method('dyn'), $class::$static('st'), [new T, 'i']('arr'), 'T::s'('str'), "\n";
$log = [];
$arr = [5, 2, 8];
usort($arr, function ($a, $b) use (&$log) { $log[] = "$a?$b"; return $a <=> $b; });
echo implode(',', $arr), ' ', count($log) >= 2 ? 'compared' : '', "\n";
echo preg_replace_callback('/\d+/', fn($m) => $m[0] * 2, 'a1 b22 c333'), "\n";
try {
    array_map(function ($x) { if ($x == 2) { throw new Exception("at $x"); } return $x; }, [1, 2, 3]);
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
echo json_encode(array_filter([1, 2, 3, 4], fn($x) => $x % 2 == 0)), "\n";
$sum = 0;
array_walk($arr, function ($v, $k) use (&$sum) { $sum += $v * $k; });
echo $sum, "\n";
function outer_fn() { return inner_cb(fn() => debug_backtrace()); }
function inner_cb($f) { return $f(); }
echo implode(' ', array_map(fn($fr) => str_contains($fr['function'], '{closure') ? 'closure' : $fr['function'], outer_fn())), "\n";
register_shutdown_function(function ($a) { echo "shutdown $a\n"; }, 'arg');
echo "end of script\n";
