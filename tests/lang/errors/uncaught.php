<?php
class MyException extends RuntimeException {
    public function __construct(string $m, private string $extra = 'more') { parent::__construct($m, 42); }
}
function thrower(array $a, string $long, $obj, ?int $n, float $f, bool $b) {
    throw new MyException("message with 'quotes'", previous());
}
function previous() { return 'extra'; }
class Caller {
    function run() { return $this->inner([1, 2]); }
    private function inner($x) { thrower($x, 'a rather long string argument', $this, null, 1.5, true); }
    static function start() { (new self)->run(); }
}
echo "start\n";
register_shutdown_function(fn() => print("shutdown runs\n"));
class D { function __destruct() { echo "destructed\n"; } }
$d = new D;
try {
    Caller::start();
} catch (MyException $e) {
    echo $e->getTraceAsString(), "\n";
    throw new LogicException('wrapped', 7, $e);
} finally {
    echo "finally\n";
}
