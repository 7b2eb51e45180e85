<?php
// The next free key of a packed array follows what is stored behind its last element.
$a = [1, 2, 3, 4];
for ($i = 3; $i >= 0; $i--) unset($a[$i]);
$a[] = 'x';
echo json_encode($a), "\n";
$b = [1, 2, 3, 4];
unset($b[3], $b[2], $b[1]);
$b[1] = 'y';
$b[] = 'z';
echo json_encode($b), "\n";
$c = [1, 2, 3, 4];
array_pop($c);
$c[] = 'w';
unset($c[3]);
$c[] = 'v';
echo json_encode($c), "\n";
