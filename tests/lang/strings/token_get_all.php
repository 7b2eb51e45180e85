<?php
// not for php8.2, whose tokenizer is an extension of its own here: the .out was written from php8.2 -d extension=tokenizer.
foreach (token_get_all('<?php // c
namespace A\B; function f(int &$a, ?string ...$b): ?array { return $a?->x ?? "i $a {$b[0]} ${c}"; } /** d */ class X { const Y = 1; } $h = <<<E
 t $v[0]
 E; match(1) { default => fn&($x) => $x <=> 1.5 }; ?>html') as $t) echo is_array($t) ? token_name($t[0]) . ':' . json_encode($t[1]) . '@' . $t[2] : $t, ' ';
echo "\n";
foreach (PhpToken::tokenize('<?php echo $a+1;') as $t) echo $t->getTokenName(), $t->pos, $t->is([T_ECHO, '+']) ? '!' : '', $t->isIgnorable() ? 'i' : '', ' ';
echo "\n";
