<?php
// Arrays that contain themselves through a reference are refused where they would be merged without end.
$a = [1, 'k' => 2];
$a['s'] = &$a;
foreach (['array_merge_recursive', 'array_replace_recursive'] as $f) {
    try {
        $f($a, $a);
    } catch (Error $e) {
        echo $f, ': ', get_class($e), ': ', $e->getMessage(), "\n";
    }
}
try {
    array_replace_recursive(['s' => ['s' => ['s' => ['s' => 1]]]], $a);
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
print_r(array_replace_recursive(['s' => [5, 's' => 6]], ['s' => [7]]));
$b = ['x' => ['y' => [1]]];
$b['z'] = &$b['x'];
print_r(array_merge_recursive($b, $b));
