<?php
// Two times 0.7 seconds of work under limits of one: each call of set_time_limit() starts again.
function used(): int {
    $r = getrusage();
    return ($r['ru_utime.tv_sec'] + $r['ru_stime.tv_sec']) * 1000000 + $r['ru_utime.tv_usec'] + $r['ru_stime.tv_usec'];
}
function work(): void {
    $end = used() + 700000;
    while (used() < $end) for ($i = 0; $i < 1000; $i++);
}
set_time_limit(1);
work();
var_dump(set_time_limit(1));
work();
var_dump(ini_set('max_execution_time', '5'), ini_get('max_execution_time'), ini_get('hard_timeout'));
set_time_limit(0);
work();
work();
echo "done\n";
