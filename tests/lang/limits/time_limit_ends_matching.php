<?php
// Each match ends at the backtrack limit; the time limit ends the rest.
set_time_limit(1);
$s = str_repeat('a', 30) . 'b';
array_map(fn($n) => preg_match('/^(a+)+$/', $s), range(1, 1000000));
