<?php
// A builtin method resolves callables for its caller: private methods and self belong to the class that calls.
class Handler {
    private function handle($x) { return "handled $x\n"; }
    private static function also($x) { return "also $x\n"; }
    function run() {
        echo Closure::fromCallable([$this, 'handle'])(1);
        echo Closure::fromCallable([self::class, 'also'])(2);
        echo implode('', array_map(Closure::fromCallable([$this, 'handle']), [3, 4]));
    }
}
(new Handler)->run();
try {
    Closure::fromCallable([new Handler, 'handle']);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
