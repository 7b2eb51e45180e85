<?php // not for php8.2: it shows the line behind a yield
function inner(int $n) {
    yield $n;
    yield $n + 1;
}
class Source {
    public function outer($x) {
        yield 0;
        yield from inner(5);
        yield 9;
    }
}
function show(ReflectionGenerator $r) {
    echo $r->getExecutingLine(), ' ', basename($r->getExecutingFile()), ' ';
    echo $r->getThis() ? get_class($r->getThis()) : '-', ' ';
    echo $r->getExecutingGenerator()->current(), ' ';
    foreach ($r->getTrace() as $entry)
        echo $entry['line'] ?? '-', ':', $entry['class'] ?? '', $entry['type'] ?? '', $entry['function'], json_encode($entry['args']),
            isset($entry['object']) ? '*' : '', ' ';
    echo count($r->getTrace(DEBUG_BACKTRACE_IGNORE_ARGS)[0]), "\n";
}
for ($i = 0; $i < 4; $i++) {
    $g = (new Source)->outer('a');
    $r = new ReflectionGenerator($g);
    foreach ($g as $value) show($r);
    try {
        $r->getTrace();
    } catch (ReflectionException $e) {
        echo get_class($e), "\n";
    }
}
$closure = function () { yield; };
$r = new ReflectionGenerator($closure());
echo $r->getFunction()->getStartLine(), ' ', get_class($r->getFunction()), "\n";
$r = new ReflectionGenerator((new Source)->outer(1));
echo $r->getFunction()->class, '::', $r->getFunction()->name, "\n";
// It keeps its generator.
$r = new ReflectionGenerator((function () { try { yield; } finally { echo "gone\n"; } })());
$r->getExecutingGenerator()->current();
echo "still\n";
$r = null;
function running() {
    $r = yield;
    echo $r->getExecutingLine(), ' ', count($r->getTrace()), ' ', $r->getTrace()[0]['function'], "\n";
}
$g = running();
$g->current();
$g->send(new ReflectionGenerator($g));
try {
    clone $r = new ReflectionGenerator($closure());
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
