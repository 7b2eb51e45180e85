<?php // not for php8.2
function outer() {
    return function () {
        throw new Exception('inside');
    };
}
class K { function m() { return fn() => (fn() => debug_backtrace())(); } }
foreach ((new K)->m()() as $frame) {
    echo $frame['function'], "\n";
}
(function () {
    outer()();
})();
