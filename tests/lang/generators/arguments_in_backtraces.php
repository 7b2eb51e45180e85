<?php
// Who looks at frames while generators run in traces finds what was passed to them.
class Looks {
    public function __construct(public $n) {}
    public function __destruct() {
        if ($this->n % 50 == 0) show("gone $this->n");
    }
}
function show($what) {
    echo $what, ':';
    foreach (debug_backtrace() as $f) {
        if ($f['function'] == 'show') continue;
        echo ' ', isset($f['class']) ? $f['class'] . $f['type'] : '', $f['function'], '(';
        echo implode(', ', array_map(fn($a) => is_object($a) ? get_class($a) : basename(json_encode($a)), $f['args'])), ')';
        echo isset($f['object']) ? '@' . get_class($f['object']) : '', ':', $f['line'] ?? '-';
    }
    echo "\n";
}
function drop($n, $text = 'default') {
    $o = new Looks($n);
    $o = null;
    return $n + 1;
}
function numbers($from, $to, $step = 1) {
    for ($i = $from; $i < $to; $i += $step) {
        $o = new Looks($i);
        $o = null;
        yield $i;
    }
}
function mapped(callable $f, iterable $it, ...$rest) {
    foreach ($it as $k => $v) yield $k => $f($v);
}
function counts($left, $name) {
    while ($left-- > 0) {
        $o = new Looks($left);
        unset($o);
        $x = yield $left;
        $name = $x === null ? $name : "$name$x";
        if (strlen($name) > 6) $name = 'n';
    }
}
class Owner {
    private $id = 7;
    public function each(array $list, &$last) {
        foreach ($list as $v) {
            $last = $v;
            $o = new Looks($v);
            $o = null;
            yield $v;
        }
    }
    public function bound() {
        return Closure::fromCallable([$this, 'method']);
    }
    public function method($n) {
        for ($i = 0; $i < $n; $i++) yield drop($i);
    }
    public static function all($n, $m = [1, 2]) {
        for ($i = 0; $i < $n; $i++) yield drop($i, 'static');
    }
}
function dropped($x) {
    return drop($x, [$x]);
}
function delegates($n, $what) {
    $r = yield from numbers(0, $n);
    yield from Owner::all($n);
}
function warned($no, $text) {
    static $seen = 0;
    if ($seen++ % 40 == 0) show("$text");
    return true;
}
set_error_handler('warned');
function warns($n, $list) {
    for ($i = 0; $i < $n; $i++) yield $list[$i % 3 + 1];
}
function variadic($first, ...$more) {
    for ($i = 0; $i < 160; $i++) yield drop($i) + count($more);
}
function reassigned($a, $b) {
    for ($i = 0; $i < 160; $i++) {
        $a = $i;
        if ($i == 100) unset($b);
        $o = new Looks($i);
        $o = null;
        yield $i;
    }
}
function fails($n, array $options, $text = 'no') {
    for ($i = 0; $i < $n; $i++) {
        try {
            if ($i % 3 == 0) throw new Exception("at $i");
        } catch (Exception $e) {
            if ($i % 60 == 0) echo $e->getTraceAsString(), "\n";
        }
        $e = new LogicException($text);
        if ($i % 60 == 1) echo $e->getTraceAsString(), "\n";
        yield $i;
    }
    throw new RuntimeException('at the end');
}
function outer($g, $why) {
    yield from $g;
}
function run() {
    $sum = 0;
    foreach (numbers(0, 200) as $v) $sum += $v;
    foreach (numbers(0, 400, 2) as $v) $sum += $v;
    foreach (mapped('drop', numbers(1, 200)) as $k => $v) $sum += $v;
    foreach (mapped('dropped', numbers(1, 200), 'more', 'and more') as $k => $v) $sum += $v;
    $g = counts(200, 'a');
    $g->current();
    for ($i = 0; $i < 150; $i++) $sum += $g->send($i % 3 ? null : 'b');
    $last = 0;
    foreach ((new Owner)->each(range(0, 199), $last) as $v) $sum += $last;
    foreach (Owner::all(180) as $v) $sum += $v;
    foreach (delegates(160, ['x' => 1]) as $v) $sum += $v;
    foreach (warns(160, [1, 2, 3]) as $v) $sum += (int)$v;
    foreach (variadic('f') as $v) $sum += $v;
    foreach (variadic('f', 1, 'z') as $v) $sum += $v;
    foreach (reassigned('a', 'b') as $v) $sum += $v;
    foreach ((new Owner)->bound()(160) as $v) $sum += $v;
    foreach ([fails(160, []), outer(fails(160, [], 'yes'), 'because')] as $g) {
        try {
            foreach ($g as $v) $sum += $v;
        } catch (RuntimeException $e) {
            echo $e->getTraceAsString(), "\n";
        }
    }
    echo $sum, "\n";
}
run();
run();
