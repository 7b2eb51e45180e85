<?php
// TOKEN_PARSE: keywords that are names where they stand, and sources that do not parse; data after the end.
// not for php8.2, which has no typed constants
$sources = ['<?php class A { const LIST = 1, ARRAY = 2; const int FOR = 3; function &print() {} use T { namespace as protected echo; } }',
    '<?php X::continue; $x?->list(); $x->class; f(array: 1, static: 2);', '<?php enum E { case DEFAULT; case FOR; } switch (1) { case 1: default: }',
    '<?php invalid code;', '<?php $a = 078;', "<?php __halt_compiler\n();A B\n"];
foreach ($sources as $source) {
    try {
        foreach (token_get_all($source, TOKEN_PARSE) as $token) {
            if (is_array($token) && $token[0] !== T_WHITESPACE) echo token_name($token[0]), '(', $token[1], ') ';
        }
        echo "\n";
    } catch (ParseError $e) {
        echo $e->getMessage(), ' on line ', $e->getLine(), "\n";
    }
}
$token = PhpToken::tokenize('<?php echo 1;')[1];
var_dump($token->is(T_ECHO), $token->is(['print', 'echo']));
foreach ([1.5, [[]]] as $kind) {
    try {
        $token->is($kind);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
