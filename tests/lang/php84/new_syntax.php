<?php // not for php8.2
class Greeter { public function __construct(private string $who = 'world') {} public function hi() { return "hi $this->who"; } const NAME = 'g'; public static $count = 4; }
echo new Greeter()->hi(), ' ', new Greeter('you')->hi(), ' ', new Greeter()::NAME, "\n";
class Typed { const string VERSION = '1.0'; const int|float N = 5; final protected const array LIST = [1]; static function list() { return self::LIST[0]; } }
echo Typed::VERSION, Typed::N, Typed::list(), "\n";
$name = 'VERSION';
echo Typed::{$name}, Typed::{'N'}, "\n";
enum Level: int { case Low = 1; case High = 2; const DEFAULT = self::Low; }
$case = 'High';
echo Level::{$case}->value, "\n";
class Base { public function run() { return 'base'; } }
class Derived extends Base { #[\Override] public function run() { return 'derived'; } }
echo (new Derived)->run(), "\n";
readonly class Money { public function __construct(public int $amount, public string $currency = 'EUR') {} public function __clone() { } }
$m = new Money(5);
$n = clone $m;
echo $n->amount, $n->currency, "\n";
try {
    $n->amount = 6;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
$anonymous = new readonly class(7) { public function __construct(public int $v) {} };
echo $anonymous->v, "\n";
function with_static() { static $x = rand_free(); return $x++; }
function rand_free() { return 10; }
echo with_static(), with_static(), "\n";
$list = [];
$list[-5] = 'a';
$list[] = 'b';
echo json_encode(array_keys($list)), "\n";
