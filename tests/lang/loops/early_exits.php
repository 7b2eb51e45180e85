<?php
// Leaving hot loops by return, break, throw and exit from several depths, with values live across.
function find(array $hay, $needle) { foreach ($hay as $k => $v) { if ($v === $needle) { return $k; } } return -1; }
$list = range(0, 300);
echo find($list, 250), find($list, 999), find($list, 0), find(['x' => 'y'], 'y'), "\n";
function inner($i) { if ($i == 333) { throw new Exception("at $i"); } return $i; }
function outer_fn() { $t = 0; for ($i = 0; $i < 1000; $i++) { $t += inner($i); } return $t; }
try {
    echo outer_fn();
} catch (Exception $e) {
    echo $e->getMessage(), ' line ', $e->getLine(), ' trace ', count($e->getTrace()), ' args ', $e->getTrace()[0]['function'], "\n";
}
function nested() { for ($i = 0; $i < 50; $i++) { for ($j = 0; $j < 50; $j++) { if ($i * $j == 1200) { return [$i, $j]; } } } }
echo json_encode(nested()), "\n";
function with_finally() { $log = 0; for ($i = 0; $i < 500; $i++) { try { if ($i == 400) { return $log; } $log += $i; if ($i % 7 == 0) { continue; } $log++; } finally { $log += 2; } } }
echo with_finally(), "\n";
$caught = 0;
for ($i = 0; $i < 500; $i++) {
    try {
        if ($i % 3 == 0) {
            throw new RuntimeException("m$i", $i);
        }
        $caught += 1;
    } catch (LogicException $e) {
        echo 'no';
    } catch (RuntimeException $e) {
        $caught += $e->getCode();
    }
}
echo $caught, ' ', $e->getMessage(), "\n";
function deep($n) { if ($n == 0) { throw new Exception('bottom'); } $local = "local$n"; deep($n - 1); return $local; }
$n = 0;
for ($i = 0; $i < 200; $i++) {
    try {
        deep($i % 10);
    } catch (Exception $e) {
        $n += count($e->getTrace());
    }
}
echo $n, "\n";
foreach ([1, 2, 3] as $a) {
    foreach (range(1, 100) as $b) {
        if ($b == 90) {
            continue 2;
        }
        if ($a == 3 && $b == 50) {
            break 2;
        }
    }
}
echo $a, $b, "\n";
for ($i = 0; ; $i++) {
    if ($i == 700) {
        exit("exit at $i\n");
    }
}
