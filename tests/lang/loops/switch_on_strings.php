<?php
// A small tokeniser and a state machine: string comparisons and jump tables in hot code.
function tokens(string $src): array {
    $out = [];
    $i = 0;
    $n = strlen($src);
    while ($i < $n) {
        $c = $src[$i];
        if ($c === ' ' || $c === "\n") {
            $i++;
            continue;
        }
        if (ctype_alpha($c) || $c === '_') {
            $start = $i;
            while ($i < $n && (ctype_alnum($src[$i]) || $src[$i] === '_')) {
                $i++;
            }
            $word = substr($src, $start, $i - $start);
            switch ($word) {
                case 'if': case 'else': case 'while': case 'return': $out[] = ['kw', $word]; break;
                case 'true': $out[] = ['bool', true]; break;
                default: $out[] = ['id', $word];
            }
            continue;
        }
        if ($c >= '0' && $c <= '9') {
            $v = 0;
            while ($i < $n && $src[$i] >= '0' && $src[$i] <= '9') {
                $v = $v * 10 + (ord($src[$i]) - 48);
                $i++;
            }
            $out[] = ['num', $v];
            continue;
        }
        $two = substr($src, $i, 2);
        $i += match ($two) { '==', '<=', '>=', '&&' => 2, default => 1 };
        $out[] = ['op', match ($two) { '==', '<=', '>=', '&&' => $two, default => $c }];
    }
    return $out;
}
$src = str_repeat("if (x_1 == 10 && true) { return foo(42, bar); } else while (y <= 3) z = z + 1;\n", 20);
$t = tokens($src);
$counts = [];
foreach ($t as [$kind, $v]) {
    $counts[$kind] = ($counts[$kind] ?? 0) + 1;
    $counts["$kind:" . (is_bool($v) ? 'b' : $v)] ??= 0;
    $counts["$kind:" . (is_bool($v) ? 'b' : $v)]++;
}
ksort($counts);
echo count($t), json_encode($counts), "\n";
$state = 'start';
$trail = '';
foreach (str_split(str_repeat('aab1b ba2', 30)) as $ch) {
    switch ($state) {
        case 'start': $state = $ch === 'a' ? 'seen_a' : 'other'; break;
        case 'seen_a': if ($ch === 'b') { $state = 'ab'; } elseif ($ch !== 'a') { $state = 'start'; } break;
        case 'ab': $trail .= '!'; $state = is_numeric($ch) ? 'digit' : 'start'; break;
        case 'digit': $trail .= $ch; // falls through
        default: $state = 'start';
    }
}
echo $trail, "\n";
