<?php
// Suspended fibers that hold themselves: what the frames below builtins own is found, be it that of the
// interpreter or of a compiled loop.

class Canary
{
    public function __construct(public string $name, public mixed $value = null) {}

    public function __destruct()
    {
        echo "gone: $this->name\n";
    }
}

function belowArrayMap(string $name): void
{
    $canary = new Canary($name);
    $fiber = new Fiber(function () use ($canary) {
        $own = $canary;
        array_map(function ($x) { return Fiber::suspend($x); }, [1]);
        echo "not reached\n";
    });
    $canary->value = $fiber;
    $fiber->start();
}

function inGenerator(string $name): void
{
    $walk = function (Canary $canary) {
        try {
            yield from (function () { yield 1; Fiber::suspend(); yield 2; })();
        } finally {
            echo "finally: $canary->name\n";
        }
    };
    $canary = new Canary($name);
    $generator = $walk($canary);
    $fiber = new Fiber(function () use ($generator, $canary) {
        $generator->current();
        $generator->next();
        echo "not reached\n";
    });
    $canary->value = $fiber;
    $fiber->start();
}

// The loop is compiled when its callback suspends: its variables need not be in the frame.
function inHotLoop(string $name): void
{
    $canary = new Canary($name);
    $fiber = new Fiber(function () use ($canary) {
        $own = $canary;
        $sum = 0;
        for ($i = 0; $i < 1000; $i++) {
            $list = [$i, $i + 1];
            usort($list, function ($a, $b) use ($i) {
                if ($i === 990) Fiber::suspend();
                return $a <=> $b;
            });
            $sum += $list[1];
        }
        echo "$own->name: $sum\n";
    });
    $canary->value = $fiber;
    $fiber->start();
    gc_collect_cycles();
    $fiber->resume();
}

belowArrayMap('array_map');
echo gc_collect_cycles() > 0 ? "collected\n" : "kept\n";
inGenerator('generator');
echo gc_collect_cycles() > 0 ? "collected\n" : "kept\n";
for ($i = 0; $i < 3; $i++) {
    inHotLoop("loop $i");
    gc_collect_cycles();
}
for ($i = 0; $i < 200; $i++) {
    ob_start();
    belowArrayMap("many");
    gc_collect_cycles();
    $seen[ob_get_clean()] = true;
}
var_dump($seen);
