<?php
// A time limit ends a hot loop that calls nothing.
register_shutdown_function(function () { echo "shutdown\n"; });
set_time_limit(1);
echo "start\n";
$i = 0;
while (true) { $i++; }
