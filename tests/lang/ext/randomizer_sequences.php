<?php
// Engines and Random\Randomizer draw what PHP's draw from the same seeds.
use Random\Engine\{Mt19937, PcgOneseq128XslRr64, Xoshiro256StarStar, Secure};
use Random\{Randomizer, Engine};
foreach ([new Mt19937(42), @new Mt19937(42, 1), new PcgOneseq128XslRr64(42), new PcgOneseq128XslRr64("0123456789abcdef"),
          new Xoshiro256StarStar(42), new Xoshiro256StarStar("0123456789abcdef0123456789abcdef")] as $engine) {
    echo $engine::class, ' ', bin2hex($engine->generate()), ' ', bin2hex($engine->generate()), "\n";
    $r = new Randomizer($engine);
    echo $r->nextInt(), ' ', $r->getInt(1, 6), ' ', $r->getInt(0, 15), ' ', $r->getInt(PHP_INT_MIN, PHP_INT_MAX), ' ', $r->getInt(-5, 1 << 40), "\n";
    echo bin2hex($r->getBytes(11)), ' ', $r->shuffleBytes('abcdefghij'), ' ', implode(',', $r->shuffleArray(range(1, 9))), "\n";
    echo json_encode($r->pickArrayKeys(['a' => 1, 'b' => 2, 'c' => 3, 'd' => 4], 1)), json_encode($r->pickArrayKeys(range(0, 9), 3)), json_encode($r->pickArrayKeys(range(0, 9), 8)), "\n";
    $copy = unserialize(serialize($engine));
    echo bin2hex($copy->generate()), bin2hex((clone $engine)->generate()), bin2hex($engine->generate()), "\n";
    if (method_exists($engine, 'jump')) {
        $engine instanceof Xoshiro256StarStar ? $engine->jump() : $engine->jump(1000);
        echo bin2hex($engine->generate()), "\n";
        if ($engine instanceof Xoshiro256StarStar) { $engine->jumpLong(); echo bin2hex($engine->generate()), "\n"; }
    }
}
class Counter implements Engine { private int $n = 0; public function generate(): string { return chr($this->n++ & 255); } }
$r = new Randomizer(new Counter);
echo $r->getInt(0, 1000), ' ', bin2hex($r->getBytes(5)), ' ', $r->nextInt(), "\n";
class Stuck implements Engine { public function generate(): string { return "\xff\xff\xff\xff\xff\xff\xff\xff"; } }
class Mute implements Engine { public function generate(): string { return ''; } }
foreach ([fn() => (new Randomizer(new Stuck))->getInt(0, 2), fn() => (new Randomizer(new Mute))->getInt(0, 2),
          fn() => (new Randomizer)->getInt(3, 2), fn() => (new Randomizer)->getBytes(0), fn() => new PcgOneseq128XslRr64('x'),
          fn() => new Xoshiro256StarStar(str_repeat("\0", 32)), fn() => new Mt19937(1, 7),
          fn() => (new Randomizer)->pickArrayKeys([1], 2)] as $f) {
    try { $f(); } catch (Throwable $e) { echo $e::class, ': ', $e->getMessage(), "\n"; }
}
var_dump(strlen((new Secure)->generate()), (new Randomizer)->engine instanceof Secure);
