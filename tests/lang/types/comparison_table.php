<?php
$values = [null, false, true, 0, 1, -1, 1.5, 0.0, NAN, INF, '', '0', '1', 'a', 'abc', '1.5', '1e0', [], [0], [1, 2], ['a' => 1], new stdClass, new ArrayObject([1])];
foreach ($values as $i => $a) {
    echo str_pad((string) $i, 3);
    foreach ($values as $b) {
        if ((is_object($a) && is_scalar($b) && !is_bool($b) && !is_string($b)) || (is_object($b) && is_scalar($a) && !is_bool($a) && !is_string($a))) {
            echo ' ....';
            continue;
        }
        echo ' ', $a == $b ? '=' : '!', $a === $b ? '#' : '-', $a < $b ? '<' : '.', $a <= $b ? 'l' : '.';
    }
    echo "\n";
}
foreach ($values as $a) {
    $line = [];
    foreach ($values as $b) {
        $line[] = (is_object($a) || is_object($b)) ? '.' : $a <=> $b;
    }
    echo implode(' ', $line), "\n";
}
