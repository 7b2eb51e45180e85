<?php
// A fiber that never goes on has a chain of generators: no finally block of theirs runs before the fiber ends.
$gen = (function() {
    $x = new stdClass;
    try {
        yield from (function () {
            $x = new stdClass;
            try {
                print "Before suspend\n";
                Fiber::suspend();
                print "Not executed\n";
                yield;
            } finally {
                print "Finally (inner)\n";
            }
        })();
        print "Not executed\n";
        yield;
    } finally {
        print "Finally\n";
    }
})();
$fiber = new Fiber(function() use ($gen, &$fiber) {
    $gen->current();
    print "Not executed";
});
$fiber->start();
echo "done\n";
