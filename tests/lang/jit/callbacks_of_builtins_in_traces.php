<?php
// Builtins that call back are called where the trace stands; the callbacks see the frames, throw, and change
// variables of the trace by reference.
class Box { public array $items = []; public function __construct(public int $n) {} }
class Worker {
    private int $count = 0;
    private static int $all = 0;
    public function one(string $s, int $i): string {
        return preg_replace_callback('/\d+/', function (array $m) use ($i): string {
            ++$this->count;
            self::$all += (int)$m[0];
            if ($i % 70 == 69) throw new RuntimeException("no $m[0] at $i");
            return '<' . ($m[0] + 1) . '>';
        }, $s);
    }
    public function two(array $list, int $i): int {
        $sum = 0;
        array_walk($list, function ($v, $k) use (&$sum) { $sum += $v * ($k + 1); });
        usort($list, fn ($a, $b) => $b <=> $a);
        $big = array_filter($list, fn ($v) => $v > $i % 3);
        return $sum + array_reduce($big, fn ($c, $v) => $c * 2 + $v, 0);
    }
    public function three(Box $b): int {
        array_map([$this, 'put'], [$b, $b], [1, 2]);
        return count($b->items) + iterator_count(new ArrayIterator($b->items)) + count(iterator_to_array($this->gen($b)));
    }
    public function put(Box $b, int $v): void { $b->items[] = $v; $b->n += $v; }
    private function gen(Box $b) { foreach ($b->items as $i) yield $i + $this->count; }
    private function secret(): int { return 7; }
    public function four(): int {
        return (is_callable([$this, 'secret']) ? 1 : 0) + (is_callable('self::secret') ? 2 : 0)
            + call_user_func([$this, 'secret']) + count(get_object_vars($this)) + (method_exists($this, 'secret') ? 100 : 0);
    }
    public function tell(): string { return "$this->count " . self::$all; }
}
set_error_handler(function (int $no, string $message, string $file, int $line) {
    echo "handler: $message at $line\n";
    return true;
});
function mixed_up(int $i): string {
    $a = [$i, [1]];
    $r = str_replace(['1', '2'], ['one', 'two'], "x$i");
    if ($i % 60 == 7) $r .= implode(',', $a);
    return $r . (ctype_digit("$i") ? 'd' : 'n') . json_encode(['i' => $i % 4]) . str_word_count("a b $i") . round($i / 3, 1);
}
$w = new Worker;
$b = new Box(0);
$total = 0;
for ($i = 0; $i < 200; ++$i) {
    try {
        $s = $w->one("a$i b" . ($i * 2), $i);
        if ($i % 50 == 1) echo $s, "\n";
    } catch (RuntimeException $e) {
        echo $e->getMessage(), ' ', $e->getTrace()[1]['function'], ' ', $e->getTrace()[2]['class'] ?? '-', "\n";
    }
    $total += $w->two([$i % 5, 3, $i % 7], $i) + $w->four();
    if ($i % 10 == 0) $b = new Box($i);
    $total += $w->three($b) + $b->n;
    $total += strlen(mixed_up($i));
}
echo $total, ' ', $w->tell(), ' ', mixed_up(12), "\n";
