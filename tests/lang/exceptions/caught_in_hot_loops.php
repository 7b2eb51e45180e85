<?php
// Exceptions that are thrown and caught while a loop is hot: what catches, what dies, what runs on the way.
class A extends Exception {}
class B extends A {}
class C extends Exception {}
class Noisy {
    public static int $gone = 0;
    public function __construct(public string $name) {}
    public function __destruct() { self::$gone++; }
}

function deep(int $i, int $depth) {
    if ($depth > 0) return deep($i, $depth - 1) + 1;
    if ($i % 3 == 0) throw new A("a$i", $i);
    if ($i % 5 == 0) throw new B("b$i", $i);
    if ($i % 7 == 0) throw new C("c$i", $i);
    return $i;
}
function run(int $n, int $depth): string {
    $a = $b = $c = $ok = $lines = $frames = 0;
    for ($i = 1; $i <= $n; $i++) {
        try {
            $ok += deep($i, $depth);
        } catch (B $e) {
            $b += $e->getCode();
            $frames += count($e->getTrace());
        } catch (A $e) {
            $a += strlen($e->getMessage());
            $lines += $e->getLine();
        } catch (C | LogicException) {
            $c++;
        }
    }
    return "$ok $a $b $c $lines $frames " . $e->getMessage();
}
echo run(500, 0), "\n", run(500, 1), "\n", run(500, 3), "\n";

// The same frame throws and catches; $e is used again; a variable in the try is kept.
function same(int $n) {
    $last = null;
    $count = 0;
    for ($i = 0; $i < $n; $i++) {
        try {
            $text = "t$i";
            if ($i % 4 == 1) throw new A($text);
            $count++;
        } catch (A $last) {
            $count += strlen($last->getMessage());
        }
    }
    return [$count, $text, $last->getMessage(), $last->getLine()];
}
echo json_encode(same(400)), "\n";

// Objects that die on the way, and a destructor that sees the exception's frame gone.
function with_object(int $i) {
    $o = new Noisy("n$i");
    if ($i % 2) throw new A($o->name);
    return strlen($o->name);
}
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    try { $sum += with_object($i); } catch (A $e) { $sum += 100; }
}
echo $sum, " ", Noisy::$gone, "\n";

// Arguments that the caller keeps; $this; static methods; closures.
class Worker {
    public int $done = 0;
    public function work(Noisy $o, array $list, int $i) {
        $this->done++;
        return $this->check($o, $list, $i);
    }
    private function check(Noisy $o, array $list, int $i) {
        if ($i % 3 == 2) throw new C($o->name . count($list));
        return count($list);
    }
    public static function stat(int $i) { if ($i & 1) throw new A("s"); return 1; }
}
function work(int $n) {
    $w = new Worker;
    $o = new Noisy("kept");
    $list = [1, 2, 3];
    $sum = 0;
    $f = function (int $i) use ($list) { if ($i % 6 == 0) throw new B("closure"); return count($list); };
    for ($i = 0; $i < $n; $i++) {
        try { $sum += $w->work($o, $list, $i); } catch (C $e) { $sum += strlen($e->getMessage()); }
        try { $sum += Worker::stat($i); } catch (A $e) { $sum += 7; }
        try { $sum += $f($i); } catch (B $e) { $sum += 11; }
    }
    return "$sum $w->done";
}
$before = Noisy::$gone;
echo work(600), " ", Noisy::$gone - $before, "\n";

// finally: on the way out, on the way through, returning, and with loops around.
function finals(int $i, array &$log) {
    try {
        try {
            if ($i % 3 == 0) throw new A("x");
            if ($i % 3 == 1) return "r$i";
        } finally {
            $log['f'] = ($log['f'] ?? 0) + 1;
        }
        return "n$i";
    } catch (A $e) {
        return "c$i";
    } finally {
        $log['g'] = ($log['g'] ?? 0) + 1;
    }
}
$log = [];
$all = '';
for ($i = 0; $i < 240; $i++) $all .= finals($i, $log);
echo md5($all), json_encode($log), "\n";
function swallow(int $n) {
    $got = 0;
    for ($i = 0; $i < $n; $i++) {
        foreach ([1, 2, 3] as $x) {
            try {
                if ($x == 2) throw new C("c");
                $got += $x;
            } catch (C $e) {
                continue 2;
            } finally {
                $got += 10;
            }
        }
    }
    return $got;
}
echo swallow(300), "\n";

// Rethrown, wrapped, nested catch blocks.
function wrap(int $i) {
    try {
        if ($i % 2) throw new A("inner$i");
        return 1;
    } catch (A $e) {
        throw new C("outer", $i, $e);
    }
}
function again(int $i) {
    try { return wrap($i); } catch (C $e) { if ($i % 4 == 1) throw $e; return 2; }
}
$sum = 0;
$previous = '';
for ($i = 0; $i < 400; $i++) {
    try { $sum += again($i); } catch (Exception $e) { $sum += 5; $previous = $e->getPrevious()->getMessage(); }
}
echo "$sum $previous\n";

// One object thrown again and again; errors of the engine beside it; in the middle of a call's arguments.
$one = new A("one");
function thrower(Exception $e, int $i) { if ($i % 2) throw $e; return $i; }
function three($a, $b, $c) { return $a + $b + $c; }
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    try {
        $sum += three($i, thrower($one, $i), $i % 10 == 0 ? intdiv($i, 0) : 1);
    } catch (A $e) {
        $sum += $e === $one ? 3 : 0;
    } catch (DivisionByZeroError $e) {
        $sum += 13;
    }
}
echo "$sum ", $one->getLine(), "\n";

// Thrown and caught inside a generator that a loop runs, and from it.
function gen(int $n) {
    for ($i = 0; $i < $n; $i++) {
        try {
            if ($i % 3 == 1) throw new A("g$i");
            yield $i;
        } catch (A $e) {
            yield -$e->getLine();
        }
    }
    throw new C("end");
}
$sum = 0;
try { foreach (gen(400) as $v) $sum += $v; } catch (C $e) { $sum .= $e->getMessage(); }
echo $sum, "\n";

// Uncaught inside the loop, after it was hot.
function until(int $n) {
    for ($i = 0; $i < 1000; $i++) {
        try {
            if ($i == $n) throw new B("stop at $i");
            if ($i % 2) throw new C("odd");
        } catch (C) {
        }
    }
}
try { until(777); } catch (B $e) { echo $e->getMessage(), " ", $e->getLine(), "\n"; }
