<?php
declare(strict_types=1);
function sum(int $a, int $b): int { return $a + $b; }
try {
    echo sum(1, '2');
} catch (TypeError $e) {
    echo preg_replace('/, called.*/', '', $e->getMessage()), "\n";
}
try {
    echo strlen(5);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
function f(float $x): float { return $x; }
var_dump(f(5));
function bad(): int { return '5'; }
try {
    bad();
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
$i = 0;
outer:
while (true) {
    $i++;
    if ($i > 5) { goto out; }
    if ($i % 2) { continue; }
    echo $i, ' ';
    goto outer;
}
out:
echo "out\n";
