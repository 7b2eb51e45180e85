<?php
// Comparing may run code that changes the very variable that is sorted: its change is what counts.
class Grows {
    public function __toString(): string {
        global $a;
        for ($i = 0; $i < 10; $i++) $a[$i] = $i;
        return '3';
    }
}
foreach (['sort', 'asort', 'rsort', 'ksort', 'natsort'] as $f) {
    $a = ['a' => '1', '3' => new Grows, '2' => '2'];
    $f($a);
    echo $f, ' ', count($a), "\n";
}
set_error_handler(function ($level, $message) {
    $GLOBALS['b'] = 'gone';
});
$b = ['x', ['y'], 'z'];
sort($b, SORT_STRING);
var_dump($b);
restore_error_handler();
// Elements that refer to the array itself.
$input = [];
$input[] = &$input;
var_dump(count(array_pop($input)), $input);
$list = [&$list, 1, 'two'];
$shifted = array_shift($list);
var_dump(count($shifted), $list);
try {
    $cycle = [1];
    $cycle[] = &$cycle;
    array_walk_recursive($cycle, function ($v) { echo "leaf $v\n"; });
} catch (Error $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
try {
    array_pad([1], PHP_INT_MIN, 0);
} catch (ValueError $e) {
    echo get_class($e), "\n";
}
var_dump(substr('abc', 1, PHP_INT_MIN), substr('abc', PHP_INT_MIN), [] === [], [1] === [1, 2]);
try {
    array_column([['a' => new stdClass, 'b' => []]], null, 'a');
} catch (Error $e) {
    echo "refused\n";
}
