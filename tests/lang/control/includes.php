<?php
$outer = 'visible';
$r = include 'include/value.php';
var_dump($r, $seen_by_includer, from_include());
function scoped() { $count = 10; include __DIR__ . '/include/counter.php'; return $count; }
var_dump(scoped());
include './include/counter.php';
include 'include/counter.php';
var_dump($count, include_once 'include/counter.php', require_once __DIR__ . '/include/counter.php');
$stop = true;
var_dump(include 'include/early.php');
$stop = false;
var_dump(include 'include/early.php');
var_dump(@include 'include/missing.php');
var_dump((include 'include/missing.php') === false);
try {
    include 'include/broken.php';
} catch (ParseError $e) {
    echo get_class($e), ' line ', $e->getLine(), ' in ', basename($e->getFile()), "\n";
}
echo implode(' ', array_map('basename', get_included_files())), "\n";
var_dump(eval('return $outer . "!";'), eval('$made = 5;'), $made);
try {
    eval('this is not php');
} catch (ParseError $e) {
    echo get_class($e), ' ', $e->getLine(), "\n";
}
require 'include/nothing.php';
echo 'not reached';
