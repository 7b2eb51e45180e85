<?php
// not for php8.2: it refuses to switch in destructors.
function drive(Fiber $f, ...$args) {
    $sent = [];
    for ($v = $f->start(...$args); !$f->isTerminated(); $v = $f->resume(is_int($v) ? $v * 10 : $v)) {
        $sent[] = $v;
    }
    echo json_encode($sent), ' ', json_encode($f->getReturn()), "\n";
}
class Gone {
    function __construct(private int $id) {}
    function __destruct() { echo 'gone ', $this->id, ' ', Fiber::suspend($this->id), "\n"; }
}
drive(new Fiber(function () {
    $x = new Gone(31);
    $x = new Gone(32);
    $x = null;
    return 'destroyed';
}));
// In loops that become hot, while something else is thrown, and called by the collector.
drive(new Fiber(function () {
    $sum = 0;
    for ($i = 0; $i < 60; $i++) {
        $x = new class($i) {
            function __construct(public int $i) {}
            function __destruct() { Fiber::suspend($this->i); }
        };
        $sum += $x->i;
    }
    unset($x);
    return $sum;
}));
drive(new Fiber(function () {
    try {
        (function () { $x = new Gone(41); throw new Exception('while it unwinds'); })();
    } catch (Exception $e) {
        return $e->getMessage();
    }
}));
class Cycle extends Gone {
    private $self;
    function __construct(int $id) { parent::__construct($id); $this->self = $this; }
}
$collector = null;
$f = new Fiber(function () {
    new Cycle(51);
    new Cycle(52);
    echo gc_collect_cycles() >= 0 ? "collected\n" : '';
    return 'done';
});
drive($f);
echo "end\n";
