<?php
// not for php8.2 (it reads freed memory): a comparison of array_multisort() may throw away the array that is being sorted.
class Evil {
    public function __toString(): string {
        $GLOBALS['a'] = [];
        return 'x';
    }
}
$a = [new Evil, new Evil, new Evil, new Evil];
var_dump(array_multisort($a, SORT_STRING));
$b = [5 => 'c', 3 => 'a', 1 => 'b'];
array_multisort($b, SORT_STRING);
echo implode(',', $b), "\n";
$c = $b;
$d = [3, 1, 2];
var_dump(array_multisort($d, $c));
echo implode($d), implode($c), implode($b), "\n";
