<?php
function attempt(callable $f) {
    try {
        var_dump($f());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$idle = new Fiber(fn() => 1);
attempt(fn() => $idle->resume());
attempt(fn() => $idle->throw(new Exception));
attempt(fn() => $idle->getReturn());
attempt(fn() => Fiber::suspend());
attempt(fn() => Fiber::getCurrent());
attempt(fn() => new Fiber('no such function'));
attempt(fn() => clone $idle);
attempt(fn() => serialize($idle));
attempt(fn() => new FiberError);
$self = new Fiber(function () use (&$self) { $self->resume(); });
attempt(fn() => $self->start());
attempt(fn() => $self->getReturn());
$f = new Fiber(function () { Fiber::suspend(Fiber::getCurrent()->isRunning()); throw new LogicException('out'); });
attempt(fn() => $f->start());
attempt(fn() => $f->start());
attempt(fn() => $f->getReturn());
attempt(fn() => $f->resume());
attempt(fn() => $f->resume());
attempt(fn() => $f->getReturn());
attempt(fn() => [$f->isStarted(), $f->isSuspended(), $f->isRunning(), $f->isTerminated()]);
$thrower = new Fiber(function () {
    foreach ([1, 2, 3] as $i) {
        try {
            Fiber::suspend($i);
        } catch (Exception $e) {
            echo 'in: ', $e->getMessage(), "\n";
        }
    }
});
$thrower->start();
attempt(fn() => $thrower->throw(new Exception('one')));
attempt(fn() => $thrower->throw(new Exception('two')));
attempt(fn() => $thrower->throw(new Error('three')));
// Traces show who runs the fiber now.
function where() { return array_map(fn($e) => ($e['class'] ?? '') . ($e['type'] ?? '') . substr($e['function'], 0, 8), debug_backtrace()); }
$f = new Fiber(function () { echo implode(' ', where()), "\n"; Fiber::suspend(); echo implode(' ', where()), "\n"; });
$f->start();
(function () use ($f) { $f->resume(); })();
// Suspended for ever: finally blocks run when the object goes, catch blocks do not.
function unfinished(string $name) {
    return new Fiber(function () use ($name) {
        try {
            try {
                Fiber::suspend();
                echo "not reached\n";
            } catch (Throwable $e) {
                echo "not caught\n";
            } finally {
                echo "$name inner\n";
                try {
                    Fiber::suspend();
                } catch (FiberError $e) {
                    echo $e->getMessage(), "\n";
                }
            }
        } finally {
            echo "$name outer\n";
        }
    });
}
$f = unfinished('dropped');
$f->start();
$f = null;
$f = unfinished('in an array map');
$g = new Fiber(fn() => array_map(fn() => $f->start() ?? Fiber::suspend(), [1]));
$g->start();
unset($g);
unset($f);
// Thrown while it unwinds.
$f = new Fiber(function () { try { Fiber::suspend(); } finally { throw new Exception('from finally'); } });
$f->start();
try {
    unset($f);
} catch (Exception $e) {
    echo $e->getMessage(), ' ', $e->getPrevious() === null ? 'alone' : 'chained', "\n";
}
// @ belongs to the fiber that uses it.
$f = new Fiber(function () { @Fiber::suspend(error_reporting()); return error_reporting(); });
echo @$f->start(), ' ', error_reporting(), ' ';
@$f->resume();
echo $f->getReturn(), "\n";
// What cycles hold is collected, a fiber's stack included.
$f = new Fiber(function () use (&$f) {
    $o = new class { function __destruct() { echo "collected\n"; } };
    $self = Fiber::getCurrent();
    Fiber::suspend();
});
$f->start();
unset($f);
gc_collect_cycles();
$left = unfinished('at the end');
$left->start();
register_shutdown_function(function () { $f = new Fiber(fn() => Fiber::suspend('in shutdown')); echo $f->start(), "\n"; });
$last = new Fiber(function () { Fiber::suspend(); exit("exit in a fiber\n"); });
$last->start();
$last->resume();
echo "not reached\n";
