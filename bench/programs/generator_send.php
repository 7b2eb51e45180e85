<?php
// generators: a tokenizer that is told by send() how many characters to skip after each token
$n = (int) ($argv[1] ?? 200000);

function tokens(string $text) {
    $at = 0;
    $length = strlen($text);
    while ($at < $length) {
        $c = ord($text[$at]);
        if ($c == 32) {
            $at++;
            continue;
        }
        if ($c >= 48 && $c <= 57) {
            $number = 0;
            while ($at < $length) {
                $c = ord($text[$at]);
                if ($c < 48 || $c > 57) break;
                $number = $number * 10 + $c - 48;
                $at++;
            }
            $skip = yield $number;
        } else {
            $at++;
            $skip = yield -$c;
        }
        $at += $skip;
    }
}

function run(int $n): string {
    $text = "12 + 345*6 #zz - 78/9 + (10 - 2)*3 #q7 ";
    $sum = $count = 0;
    for ($i = 0; $i < $n; $i++) {
        $tokens = tokens($text);
        $token = $tokens->current();
        while ($token !== null) {
            $sum = ($sum * 7 + $token + 1000) % 1000003;
            $count++;
            $token = $tokens->send($token == -35 ? 2 : 0);
        }
    }
    return "$count $sum";
}
echo "generator_send ", run($n), "\n";
