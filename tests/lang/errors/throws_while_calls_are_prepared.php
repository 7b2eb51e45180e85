<?php
// An opline that fails to prepare a call leaves alone the arguments of the calls around it.
function outer(...$arguments) { return count($arguments); }
class A { public function __construct(...$arguments) {} }
abstract class B {}
$f = null;
$a = new A;
$attempts = [
    fn() => outer(str_repeat('x', 3), outer([1], [2], $f('test')), 5),
    fn() => outer(str_repeat('x', 3), outer([1], [2], A::y('test')), 5),
    fn() => outer(str_repeat('x', 3), outer([1], [2], $a->y('test')), 5),
    fn() => outer(str_repeat('x', 3), outer([1], [2], \bar\y('test')), 5),
    fn() => outer(str_repeat('x', 3), outer([1], [2], y(str_repeat('a', 4))), 5),
    fn() => outer(str_repeat('x', 3), outer([1], [2], new B), 5),
    fn() => outer(str_repeat('x', 3), new A([1], [2], new Missing), 5),
    fn() => new A(str_repeat('x', 3), outer(...[[1], [2]], ...[new B])),
    fn() => outer(a: str_repeat('x', 3), b: outer([1], [2], new B)),
];
for ($round = 0; $round < 3; $round++) {
    foreach ($attempts as $i => $attempt) {
        try {
            $attempt();
        } catch (Error $e) {
            if ($round == 0) echo $i, ' ', $e->getMessage(), "\n";
        }
    }
}
