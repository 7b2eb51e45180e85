<?php
declare(ticks=2);
function tick(...$args) { global $n; $n++; echo 'tick(', implode(',', $args), ")\n"; }
$n = 0;
var_dump(register_tick_function('tick', 'a', 1));
$x = 1;
$x = 2;
if ($x) {
    $x = 3;
    $x = 4;
}
class T {
    function t() { echo "method\n"; throw new Exception('from a tick'); }
}
$t = new T;
unregister_tick_function('tick');
$x = 5;
$x = 6;
register_tick_function([$t, 't']);
try {
    $x = 7;
    $x = 8;
    $x = 9;
} catch (Exception $e) {
    unregister_tick_function([$t, 't']);
    echo $e->getMessage(), ' ', $x, "\n";
}
$count = 0;
$f = function () use (&$count) { $count++; };
register_tick_function($f);
for ($i = 0; $i < 5000; $i++) {
    $y = $i * 2;
    $z = $y + 1;
}
unregister_tick_function($f);
echo $count, ' ', $z, "\n";
