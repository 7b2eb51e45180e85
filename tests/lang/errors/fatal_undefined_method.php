<?php
class A { private function hidden() {} }
foreach ([fn() => (new A)->nope(), fn() => A::nope(), fn() => (new A)->hidden(), fn() => new Nope, fn() => Nope::X, fn() => A::X, fn() => A::$x, fn() => nope(), fn() => NOPE, fn() => (null)->m(), fn() => (5)->m(), fn() => clone 5] as $f) {
    try {
        $f();
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    } catch (Exception $e) {
        echo get_class($e), "\n";
    }
}
echo "now fatal\n";
$n = null;
$n->method(1, 2);
echo "not reached\n";
