<?php
// Ropes lie in frames that traces do without; exceptions and destructors come in between.
class Name {
    public function __construct(private string $name) {}
    public function __toString(): string { return "<$this->name>"; }
}
class Loud {
    public function __construct(private int $n) {}
    public function __destruct() { if ($this->n % 40 == 0) echo "gone {$this->n}\n"; }
    public function n(): int { return $this->n; }
}
function part(int $i, mixed $v): string {
    if ($i % 50 === 49) throw new Exception("at $i of $v!");
    return "[$i|$v]";
}
function join3(int $i, mixed $v): string { return "a{$v}b" . part($i, $v) . "c$i-{$v}-" . part($i + 1, $v) . "."; }
function nested(int $i): string { return "{$i}x" . (new Loud($i))->n() . "y{$i}" . "-" . "p" . join3($i, "q$i") . "$i"; }

$sum = 0;
for ($i = 0; $i < 200; ++$i) {
    try {
        $s = join3($i, [1, 2.5, null, true, false, "s", new Name("n$i")][$i % 7]);
        $sum += strlen($s);
        $s = nested($i);
        $sum += strlen($s);
        if ($i % 60 == 3) echo $s, "\n";
    } catch (Exception $e) {
        echo $e->getMessage(), " line ", $e->getLine(), "\n";
    }
}
echo $sum, "\n";

// What an output buffer's callback does while a loop echoes.
class Log { public static int $bytes = 0; public static string $seen = ''; }
ob_start(function (string $s) {
    Log::$bytes += strlen($s);
    return strtoupper($s);
}, 16);
function shout(int $i): void { echo "item $i, "; echo $i; echo $i % 2 == 0, "\n"; }
for ($i = 0; $i < 120; ++$i) shout($i);
ob_end_flush();
echo Log::$bytes, "\n";

function trace_of(): string {
    $names = [];
    foreach (debug_backtrace() as $f) $names[] = $f['function'] . (isset($f['line']) ? $f['line'] : '');
    return implode(' ', $names);
}
class Shown { public function __toString(): string { return trace_of(); } }
function show(array $a, int $i): string { return "{$i}:" . implode(',', $a) . ":{$a[0]}"; }
for ($i = 0; $i < 100; ++$i) {
    $s = show([new Shown, 'x'], $i);
    if ($i % 33 == 0) echo $s, "\n";
}
