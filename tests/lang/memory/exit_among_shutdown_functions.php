<?php
// Functions that exit() keeps from running hold objects, which go all the same.
class One {
    function __construct() { register_shutdown_function([$this, 'end']); }
    function end() { exit("end of " . static::class . "\n"); }
}
class Two extends One {
    function __destruct() { exit("destructed\n"); }
}
new One;
new Two;
