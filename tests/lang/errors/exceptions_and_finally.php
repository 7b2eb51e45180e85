<?php
class AppEx extends Exception { }
class SubEx extends AppEx { }
function t($what) {
    try {
        echo 'try ';
        if ($what == 'return') { return 'returned '; }
        if ($what == 'throw') { throw new AppEx('app'); }
        if ($what == 'sub') { throw new SubEx('sub'); }
        if ($what == 'type') { throw new TypeError('type'); }
        if ($what == 'other') { throw new LogicException('logic'); }
        echo 'normal ';
    } catch (SubEx | TypeError $e) {
        echo 'multi:', $e->getMessage(), ' ';
        return 'from catch ';
    } catch (AppEx $e) {
        echo 'app:', $e->getMessage(), ' ';
    } finally {
        echo 'finally ';
    }
    return 'end ';
}
foreach (['none', 'return', 'throw', 'sub', 'type', 'other'] as $w) {
    try {
        echo t($w), "\n";
    } catch (Exception $e) {
        echo 'outside:', get_class($e), "\n";
    }
}
function override() { try { return 'try'; } finally { return 'finally'; } }
function override_throw() { try { throw new Exception('lost'); } finally { return 'swallowed'; } }
function keep_value() { $x = 1; try { return $x; } finally { $x = 2; } }
function nested() {
    try { try { throw new Exception('inner'); } finally { echo 'f1 '; } } catch (Exception $e) { echo $e->getMessage(), ' '; try { throw new LogicException('second', 5, $e); } finally { echo 'f2 '; } } finally { echo 'f3 '; }
}
function in_loop() {
    foreach ([1, 2, 3, 4] as $i) {
        try {
            if ($i == 1) { continue; }
            if ($i == 3) { break; }
            echo "body$i ";
        } finally {
            echo "fin$i ";
        }
    }
    return "done";
}
function finally_throws() { try { throw new Exception('first'); } finally { throw new RuntimeException('second'); } }
function deep_return() { foreach ([1] as $x) { try { try { return "r$x "; } finally { echo 'a '; } } finally { echo 'b '; } } }
echo override(), ' ', override_throw(), ' ', keep_value(), ' ', in_loop(), ' ', deep_return(), "\n";
try {
    nested();
} catch (LogicException $e) {
    echo $e->getMessage(), $e->getCode(), $e->getPrevious()->getMessage(), "\n";
}
try {
    finally_throws();
} catch (RuntimeException $e) {
    echo $e->getMessage(), '<-', $e->getPrevious()->getMessage(), "\n";
}
try {
    throw new class('anon') extends Exception { public $extra = 'x'; };
} catch (Exception $e) {
    echo $e->getMessage(), $e->extra, $e->getLine(), basename($e->getFile()), json_encode($e->getTrace()), "\n";
}
try {
    try {
        throw new Exception('re');
    } catch (Exception $e) {
        throw $e;
    }
} catch (Exception $f) {
    echo $f === $e ? 'same' : 'different', "\n";
}
$r = (function () { try { throw new Exception('no variable'); } catch (Exception) { return 'caught without variable'; } })();
echo $r, "\n";
$v = null ?? (fn() => 'expr')();
function throw_expr($x) { return $x ?? throw new InvalidArgumentException('null!'); }
try {
    echo throw_expr(5), throw_expr(null);
} catch (InvalidArgumentException $e) {
    echo $e->getMessage(), "\n";
}
function gen_trace($d) { return $d ? gen_trace($d - 1) : (new Exception('t'))->getTraceAsString(); }
echo gen_trace(2), "\n";
class Custom extends Exception { protected $message = 'default message'; protected $code = 99; public function __toString(): string { return 'custom string'; } }
echo (new Custom)->getMessage(), (new Custom)->getCode(), new Custom, "\n";
$i = 0;
while (true) {
    try {
        if (++$i > 3) { break; }
        if ($i == 2) { throw new Exception("iteration $i"); }
    } catch (Exception $e) {
        echo $e->getMessage(), ' ';
        continue;
    } finally {
        echo "f$i ";
    }
    echo "end$i ";
}
echo "\n";
