<?php
// Array literals, list(), foreach over what functions return and arguments that are fetched, all in hot loops.
class Noisy {
    public static array $log = [];
    public function __construct(private string $name) {}
    public function __destruct() { self::$log[] = $this->name; }
}
class Thrower { public function __destruct() { throw new RuntimeException('destructor'); } }
function record(int $i): array { return ['id' => $i, 'name' => "n$i", 'tags' => [$i, $i * 2], 7 => null, 1.5]; }
function keyed(string|int $k, mixed $v): array { return [$k => $v, 'k' => $k]; }
function twice(string $k): array { return ['a' => 1, $k => new Noisy($k), 'b' => 2, 'a' => $k]; }
function spread(array $a): array { return [...$a, 'x' => 1, 2]; }
function sum(array $list): int { $s = 0; foreach ($list as $v) { $s += $v; } return $s; }
function first(array $list) { foreach ($list as $k => $v) { return "$k=$v"; } return 'none'; }
function pair(int $i): array { return [$i, [$i + 1, 'n' => $i + 2]]; }

function literals(int $n): string {
    $out = 0;
    $last = null;
    for ($i = 0; $i < $n; $i++) {
        $r = record($i);
        $copy = $r;
        $copy['id'] = -1;
        $out += $r['id'] + count($r['tags']) + count($r) + $copy['id'];
        $last = keyed($i % 3 ? "s$i" : ($i % 2 ? "$i" : $i), $r);
        $out += count($last);
        $t = twice($i % 50 ? 'c' : 'a');
        $out += count($t);
        $out += count(spread($i % 40 ? [1, 2] : ['x' => 9, 10 => 3]));
    }
    unset($t);
    return $out . ' ' . json_encode($last) . ' ' . count(Noisy::$log);
}
function lists(int $n): string {
    $s = 0;
    for ($i = 0; $i < $n; $i++) {
        [0 => $a, 1 => [0 => $b, 'n' => $c]] = pair($i);
        ['id' => $id, 'tags' => [1 => $t]] = record($i);
        $s += $a + $b * 2 + $c * 3 + $id + $t;
    }
    return (string) $s;
}
function loops(int $n): string {
    $s = 0;
    $text = '';
    for ($i = 0; $i < $n; $i++) {
        $s += sum([$i, 1, 2]) + sum([]);
        foreach ([$i, "x$i"] as $k => $v) { $s += $k; if ($i % 2) break; }
        foreach ([[1, 2], [3, $i]] as [$a, $b]) { $s += $a * $b; }
        $text = first($i % 5 ? ['k' => $i] : ($i % 3 ? [4 => $i] : []));
    }
    return "$s $text";
}
function nothing(...$a) { return count($a); }
class Box { public array $list = [1, 'k' => 2]; public int $n = 3; public function get($a, $b = 0) { return $a + $b; } }
function arguments(int $n): string {
    $box = new Box;
    $call = [$box, 'get'];
    $name = 'nothing';
    $s = 0;
    $refs = [];
    for ($i = 0; $i < $n; $i++) {
        $s += $box->get($box->n, $box->list['k']);
        $s += $name($box->list, $refs['none'] ?? 1);
        preg_match('/\d/', "a$i", $refs['m'], 0);
        $s += (int) $refs['m'][0];
        if ($i === $n - 1) $name = 'sort';
    }
    return (string) $s;
}
function throwing(int $n): string {
    $caught = 0;
    for ($i = 0; $i < $n; $i++) {
        try {
            foreach ([$i, $i % 60 === 59 ? new Thrower : null, 3] as $v) {
                if ($v === 3) break;
                $v = null;
            }
            $caught += 1000;
        } catch (RuntimeException $e) {
            $caught++;
        }
    }
    return (string) $caught;
}
function appended(int $n): string {
    $s = 0;
    for ($i = 0; $i < $n; $i++) {
        try {
            $a = [PHP_INT_MAX - 1 => 1, 2];
            $s += count($a);
            if ($i % 50 === 49) $s += count([PHP_INT_MAX => 1, 2]);
        } catch (Error $e) {
            $s += 1000;
        }
    }
    return (string) $s;
}
echo literals(300), "\n", lists(300), "\n", loops(300), "\n", arguments(200), "\n", throwing(300), "\n", appended(200), "\n";
