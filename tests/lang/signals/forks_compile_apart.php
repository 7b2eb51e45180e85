<?php
// Parent and child go on compiling after a fork, each for itself.
function mix(int $n, int $k): int {
    $x = $k;
    for ($i = 0; $i < $n; $i++) {
        $x = ($x * 31 + $i) & 0xffffff;
        if ($x % 3 == $k % 3) $x ^= $k;
    }
    return $x;
}
function texts(int $n): string {
    $s = '';
    for ($i = 0; $i < $n; $i++) $s = substr($s . $i, -20);
    return $s;
}
$before = mix(20000, 1);
$children = [];
for ($c = 0; $c < 4; $c++) {
    $pid = pcntl_fork();
    if ($pid == 0) {
        // What only this child makes hot, under other types than in the others.
        $f = match ($c) {
            0 => fn() => texts(3000),
            1 => fn() => mix(30000, 5),
            2 => function () { $a = []; for ($i = 0; $i < 5000; $i++) $a[$i % 10] = ($a[$i % 10] ?? 0) + 1.5; return array_sum($a); },
            3 => function () { $o = new ArrayObject; for ($i = 0; $i < 3000; $i++) $o[] = "k$i"; return count($o); },
        };
        for ($k = 0; $k < 5; $k++) $r = $f();
        file_put_contents(sys_get_temp_dir() . "/forked$c", $r . ' ' . mix(20000, 1));
        exit($c + 1);
    }
    $children[$pid] = $c;
}
$mine = [];
for ($k = 0; $k < 6; $k++) $mine[] = mix(10000, $k) . texts(500 * $k);
$codes = [];
while ($children) {
    $pid = pcntl_wait($status);
    $c = $children[$pid];
    unset($children[$pid]);
    $file = sys_get_temp_dir() . "/forked$c";
    $codes[$c] = [pcntl_wifexited($status), pcntl_wexitstatus($status), file_get_contents($file)];
    unlink($file);
}
ksort($codes);
echo json_encode($codes), "\n", json_encode($mine), "\n", $before === mix(20000, 1) ? 'same' : 'different', "\n";
// Output that waits is written once.
ob_start();
echo 'in a buffer';
if (($pid = pcntl_fork()) == 0) { ob_end_clean(); exit(0); }
pcntl_waitpid($pid, $status);
echo ob_get_clean(), ' ', $status, "\n";
var_dump(pcntl_waitpid($pid, $status), pcntl_get_last_error() === PCNTL_ECHILD, pcntl_strerror(PCNTL_ECHILD));
