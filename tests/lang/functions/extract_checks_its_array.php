<?php
// extract() takes a reference where it can get one, and no less an array.
function attempt(callable $f, ...$arguments) {
    try {
        var_dump($f(...$arguments));
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
function literal() {
    return extract(['a' => 1]) + $a;
}
function by_name() {
    $f = 'extract';
    $text = 'text';
    try {
        $f($text);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
    $array = ['b' => 5];
    extract($array, EXTR_REFS);
    $b = 6;
    return $array;
}
attempt('literal');
attempt('by_name');
attempt('extract');
attempt('extract', null);
attempt('extract', 1, EXTR_SKIP);
attempt('extract', new stdClass);
