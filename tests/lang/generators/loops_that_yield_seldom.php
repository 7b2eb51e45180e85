<?php
// Loops of generators in which most rounds yield nothing.
function numbers($n) {
    for ($i = 0; $i < $n; $i++) yield $i;
}
function chunks($it, $size) {
    $part = [];
    foreach ($it as $v) {
        $part[] = $v;
        if (count($part) == $size) {
            yield $part;
            $part = [];
        }
    }
    if ($part) yield $part;
}
function multiples($it, $of) {
    foreach ($it as $k => $v) {
        if ($v % $of == 0) yield $k => $v;
    }
}
function primes() {
    yield 2;
    $known = [2];
    for ($n = 3;; $n += 2) {
        $prime = true;
        foreach ($known as $q) {
            if ($q * $q > $n) break;
            if ($n % $q == 0) {
                $prime = false;
                break;
            }
        }
        if ($prime) {
            $known[] = $n;
            yield $n;
        }
    }
}
function tokens(string $s) {
    $n = strlen($s);
    $i = 0;
    while ($i < $n) {
        $c = $s[$i];
        if (ctype_digit($c)) {
            $v = 0;
            while ($i < $n && ctype_digit($s[$i])) $v = $v * 10 + (int)$s[$i++];
            yield ['number', $v];
        } elseif ($c === ' ') {
            $i++;
        } else {
            yield ['sign', $c];
            $i++;
        }
    }
}
function sieve($g, $p) {
    for (;;) {
        $v = $g->current();
        $g->next();
        if ($v % $p) yield $v;
    }
}
function merged(array $gs) {
    while ($gs) {
        $least = null;
        foreach ($gs as $k => $g) {
            if (!$g->valid()) {
                unset($gs[$k]);
                continue;
            }
            if ($least === null || $g->current() < $gs[$least]->current()) $least = $k;
        }
        if ($least !== null) {
            yield $least => $gs[$least]->current();
            $gs[$least]->next();
        }
    }
}
function source($a, $b, $n) {
    for ($i = 0; $i < $n; $i++) yield $a * $i + $b;
}
function average() {
    $sum = $count = 0;
    for (;;) {
        $got = 0;
        while ($got < 10) {
            $got++;
            $sum += $count++;
        }
        $x = yield $sum / $count;
        if ($x) $sum += $x;
    }
}
function noisy($n) {
    for ($i = 0; $i < $n; $i++) {
        if ($i % 100 == 7) yield $i;
        if ($i == 850) throw new Exception("at $i");
    }
}
for ($round = 0; $round < 3; $round++) {
    $sum = 0;
    foreach (chunks(numbers(1005), 10) as $c) $sum += $c[0] * count($c);
    echo $sum, "\n";
    $sum = 0;
    foreach (multiples(numbers(3000), 37) as $k => $v) $sum += $k - 2 * $v;
    echo $sum, "\n";
    $sum = 0;
    foreach (multiples(multiples(numbers(3000), 7), 11) as $k => $v) $sum += $k - 2 * $v;
    echo $sum, "\n";
    $sum = 0;
    foreach (primes() as $p) {
        if ($p > 2000) break;
        $sum += $p;
    }
    echo $sum, "\n";
    $sum = 0;
    foreach (tokens(str_repeat('12 + 3456 * (7 - 89)    ', 40)) as [$kind, $v]) $sum += $kind === 'number' ? $v : ord($v);
    echo $sum, "\n";
    $g = (function () { for ($i = 2;; $i++) yield $i; })();
    $found = [];
    for ($i = 0; $i < 30; $i++) {
        $p = $g->current();
        $found[] = $p;
        $g = sieve($g, $p);
    }
    echo implode(' ', $found), "\n";
    $sum = 0;
    foreach (merged([source(3, 1, 300), source(5, 2, 300), source(7, 0, 300)]) as $k => $v) $sum = ($sum * 31 + $v + $k) & 0xfffffff;
    echo $sum, "\n";
    $g = average();
    $sum = $g->current();
    for ($i = 0; $i < 300; $i++) $sum += $g->send($i % 3);
    printf("%.6f\n", $sum);
    try {
        foreach (noisy(1000) as $v) echo $v, ' ';
    } catch (Exception $e) {
        echo $e->getMessage(), ' line ', $e->getLine(), "\n";
    }
}
