<?php
// Garbage made by the destructors of garbage is collected in the same run once, then waits for the next run.
class Cycle {
    public $self;
    public function __construct() { $this->self = $this; }
    public function __destruct() {
        if (++$GLOBALS['n'] < 20) new Cycle;
    }
}
$n = 0;
new Cycle;
for ($i = 0; $i < 4; $i++) {
    gc_collect_cycles();
    echo $n, "\n";
}
