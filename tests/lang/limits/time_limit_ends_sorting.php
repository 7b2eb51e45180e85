<?php
ini_set('memory_limit', '-1');
set_time_limit(1);
register_shutdown_function(function () { global $a; echo count($a), "\n"; });
$a = range(1, 100000);
while (true) { for ($i = 0; $i < 99999; $i += 7) $a[$i] = $i * 7919 % 100003; sort($a); }
