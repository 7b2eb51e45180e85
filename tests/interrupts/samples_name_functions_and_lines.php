<?php
// What a sampling thread sees: functions and lines that run, in compiled loops as in the interpreter.
function first(float $seconds): int {
    $x = 1;
    $end = hrtime(true) + (int) ($seconds * 1e9);
    do {
        for ($i = 0; $i < 2000; $i++) {
            $x = ($x * 33 + $i) & 0xffff;
        }
    } while (hrtime(true) < $end);
    return $x;
}
class Second {
    private int $y = 1;
    function run(float $seconds): int {
        $end = hrtime(true) + (int) ($seconds * 1e9);
        while (hrtime(true) < $end) {
            for ($i = 0; $i < 500; $i++) {
                $this->step($i);
            }
        }
        return $this->y;
    }
    private function step(int $i): void {
        $this->y = ($this->y ^ $i) & 0xff;
    }
}
function check(bool $by_signal): void {
    profile_start(500, $by_signal);
    first(0.25);
    (new Second)->run(0.25);
    $p = profile_stop();
    $seen = [];
    $wrong = [];
    foreach ($p['lines'] as $key => $count) {
        preg_match('/^(\S+) (\S+):(\d+)$/', $key, $m);
        $function = $m[1];
        $line = (int) $m[3];
        $seen[$function] = ($seen[$function] ?? 0) + $count;
        $right = match ($function) {
            'first' => $line >= 3 && $line <= 12,
            'Second::run' => $line >= 15 && $line <= 23,
            'Second::step' => $line >= 24 && $line <= 26,
            default => false,
        };
        if (!$right || $m[2] !== 'samples_name_functions_and_lines.php') $wrong[$key] = $count;
    }
    // At the edges: the calls of the profiler's own functions.
    $edges = array_sum(array_filter($wrong, fn($key) => preg_match('/^(check|\{main\}) /', $key), ARRAY_FILTER_USE_KEY));
    echo json_encode($edges <= 4 ? array_filter($wrong, fn($key) => !preg_match('/^(check|\{main\}) /', $key), ARRAY_FILTER_USE_KEY) : $wrong), "\n";
    $second = ($seen['Second::run'] ?? 0) + ($seen['Second::step'] ?? 0);
    echo ($seen['first'] ?? 0) > 20 && $second > 20 ? "both seen\n" : json_encode($seen) . "\n";
    echo count($p['latencies']) > 40 ? "measured\n" : count($p['latencies']) . " latencies\n";
}
check(false);
check(true);
