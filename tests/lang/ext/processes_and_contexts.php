<?php
// Child processes with pipes, waiting for streams, stream contexts, xxHash.
$p = proc_open(['cat', '-'], [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
fwrite($pipes[0], "through cat\n");
fclose($pipes[0]);
echo stream_get_contents($pipes[1]);
fclose($pipes[1]);
fclose($pipes[2]);
var_dump(proc_close($p));
$p = proc_open('echo out; echo err >&2; echo $X; pwd; exit 3', [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes, '/', ['X' => 'env']);
$read = [$pipes[1]]; $none = null;
var_dump(stream_select($read, $none, $none, 5), count($read));
echo stream_get_contents($pipes[1]);
do { $s = proc_get_status($p); usleep(1000); } while ($s['running']);
var_dump($s['exitcode'], $s['signaled'], is_resource($p));
proc_close($p);
$h = popen('echo popped', 'r');
echo fgets($h);
var_dump(pclose($h));
$c = stream_context_create(['http' => ['method' => 'POST']]);
stream_context_set_option($c, 'http', 'header', 'X: y');
stream_context_set_option($c, 'ssl', 'verify_peer', false);
echo json_encode(stream_context_get_options($c)), get_resource_type($c), "\n";
foreach (['xxh32', 'xxh64', 'xxh3', 'xxh128'] as $a) echo $a, ' ', hash($a, 'hello'), ' ', hash($a, str_repeat('long text ', 100)), "\n";
