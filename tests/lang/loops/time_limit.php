<?php
// A time limit ends a hot loop that calls nothing.
set_time_limit(1);
echo "start\n";
$i = 0;
while (true) {
    $i++;
}
