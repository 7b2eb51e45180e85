<?php
// not for php8.2 without its extensions: the output is of one that has them
mb_regex_encoding('UTF-8');
var_dump(mb_ereg('(\w+) (?<second>\w+)?', 'größe über', $m), mb_ereg('x', 'abc', $m2), $m2);
var_dump(mb_eregi('GRÖSSE', 'die größe', $m), mb_ereg_match('\d+', '12a'), mb_ereg_match('\d+', 'a12'));
var_dump(mb_ereg_replace('([aä])', '<\1>', 'aäb'), mb_eregi_replace('Ä', 'ae', 'äÄ'));
var_dump(mb_ereg_replace_callback('(?<l>[a-z])(\d)', fn($m) => count($m) . strtoupper($m['l']), 'a1 b2'));
var_dump(mb_split('\s*,\s*', 'a , b,c ,d', 3));
var_dump(@mb_ereg('(', 'x'), mb_regex_set_options(), mb_regex_set_options('iz'), mb_regex_set_options());
mb_regex_set_options('pr');
mb_ereg_search_init('eins zwei drei', '\w+');
while (mb_ereg_search()) echo mb_ereg_search_getregs()[0], ' ', mb_ereg_search_getpos(), "\n";
var_dump(mb_ereg_search_setpos(5), mb_ereg_search_pos('.w'), mb_ereg_search_regs('(d)(x)?'));
try {
    mb_ereg('', 'x');
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
