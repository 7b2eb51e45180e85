<?php
// Interrupts as often as they come, in code of all kinds; what it computes must not change.
function work(int $seed): string {
    $a = [];
    for ($i = 0; $i < 400; $i++) $a["k" . ($i * $seed % 97)][] = $i % 5 ? $i : "s$i";
    $generator = (function () use ($a) { foreach ($a as $k => $v) yield $k => count($v); })();
    $sum = 0;
    foreach ($generator as $k => $n) $sum += strlen($k) * $n;
    $fiber = new Fiber(function () use (&$sum) {
        for ($i = 0; $i < 50; $i++) $sum += Fiber::suspend($i);
        return $sum;
    });
    $fiber->start();
    for ($i = 1; !$fiber->isTerminated(); $i++) $fiber->resume($i);
    try {
        array_walk($a, function ($v, $k) { if ($k === 'k13') throw new DomainException($k); });
    } catch (DomainException $e) {
        $sum .= $e->getMessage();
    } finally {
        $sum .= '!';
    }
    usort($a, fn($x, $y) => count($x) <=> count($y) ?: $x[0] <=> $y[0]);
    $f = fn($n) => $n < 2 ? $n : $n - 1;
    return $sum . crc32(serialize(array_map($f, array_merge(...array_map(fn($v) => array_map('intval', $v), $a)))))
        . preg_replace_callback('/\d+/', fn($m) => $m[0] + 1, implode(',', array_keys($a)));
}
// Until enough of them came, however busy the machine is.
function interrupted(int $microseconds, bool $by_signal, string $first): bool {
    $samples = 0;
    $same = true;
    do {
        profile_start($microseconds, $by_signal);
        for ($i = 0; $i < 60; $i++) $same = $same && work(7) === $first && strlen(work($i)) > 10;
        $samples += profile_stop()['samples'];
    } while ($samples <= 50);
    return $same;
}
$first = work(7);
var_dump(interrupted(40, false, $first), interrupted(60, true, $first), md5($first) === md5(work(7)));
