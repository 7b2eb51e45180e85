<?php
// Filters: what they accept, options, arrays, inputs; not for php8.2, whose messages and ranges are others.
foreach (['0x1F', '010', '0o17', '-0', '+7', ' 12 ', '1e3', '0xFFFFFFFFFFFFFFFF', '99999999999999999999', ''] as $text) {
    echo json_encode([$text, filter_var($text, FILTER_VALIDATE_INT), filter_var($text, FILTER_VALIDATE_INT, FILTER_FLAG_ALLOW_HEX),
        filter_var($text, FILTER_VALIDATE_INT, ['flags' => FILTER_FLAG_ALLOW_OCTAL | FILTER_NULL_ON_FAILURE])]), "\n";
}
foreach (['1,234.5', '1.234,5', '1 234', '1,23', '.5', '5.', '1e-324', '1e309', '-1e2'] as $text) {
    echo json_encode([$text, filter_var($text, FILTER_VALIDATE_FLOAT), filter_var($text, FILTER_VALIDATE_FLOAT, FILTER_FLAG_ALLOW_THOUSAND),
        filter_var($text, FILTER_VALIDATE_FLOAT, ['options' => ['decimal' => ',']])]), "\n";
}
foreach (['10.1.1.1', '127.0.0.1', '192.0.2.7', '8.8.8.8', '::1', 'fc00::1', 'fe80::1', '::ffff:1.2.3.4', '2001:db8::1', '2a00::1', '1.2.3', '::1::'] as $ip) {
    echo $ip;
    foreach ([0, FILTER_FLAG_IPV4, FILTER_FLAG_IPV6, FILTER_FLAG_NO_PRIV_RANGE, FILTER_FLAG_NO_RES_RANGE, FILTER_FLAG_GLOBAL_RANGE] as $flags)
        echo filter_var($ip, FILTER_VALIDATE_IP, $flags) ? ' yes' : ' no';
    echo "\n";
}
$text = "a<b>\"&'\x01\x7f\xe9`~/";
foreach ([FILTER_UNSAFE_RAW, FILTER_SANITIZE_ENCODED, FILTER_SANITIZE_SPECIAL_CHARS, FILTER_SANITIZE_FULL_SPECIAL_CHARS, FILTER_SANITIZE_EMAIL,
    FILTER_SANITIZE_URL, FILTER_SANITIZE_ADD_SLASHES] as $filter) {
    foreach ([0, FILTER_FLAG_STRIP_LOW | FILTER_FLAG_STRIP_HIGH | FILTER_FLAG_STRIP_BACKTICK, FILTER_FLAG_ENCODE_LOW | FILTER_FLAG_ENCODE_HIGH | FILTER_FLAG_ENCODE_AMP] as $flags)
        echo bin2hex(filter_var($text, $filter, $flags)), ' ';
    echo "\n";
}
var_dump(filter_var('', FILTER_UNSAFE_RAW, FILTER_FLAG_EMPTY_STRING_NULL), filter_var("a@b.cc\n", FILTER_VALIDATE_EMAIL));
echo json_encode([
    filter_var(['1', 'x', ['2']], FILTER_VALIDATE_INT, FILTER_REQUIRE_ARRAY), filter_var('1', FILTER_VALIDATE_INT, FILTER_FORCE_ARRAY),
    filter_var(['a', ['b']], FILTER_CALLBACK, ['options' => 'strtoupper']), filter_var('x', FILTER_VALIDATE_INT, ['options' => ['default' => 3]]),
    filter_var_array(['a' => '1', 'b' => '2', 'c' => ['3']], ['a' => FILTER_VALIDATE_INT, 'b' => ['filter' => FILTER_VALIDATE_INT, 'options' => ['max_range' => 1]], 'c' => FILTER_VALIDATE_INT, 'd' => FILTER_VALIDATE_INT]),
    filter_input(INPUT_GET, 'x'), filter_input(INPUT_GET, 'x', FILTER_DEFAULT, FILTER_NULL_ON_FAILURE), filter_has_var(INPUT_POST, 'x'),
    filter_input(INPUT_GET, 'x', FILTER_VALIDATE_INT, ['options' => ['default' => 5]]), filter_input_array(INPUT_POST), is_string(filter_input(INPUT_SERVER, 'PHP_SELF')),
]), "\n";
foreach ([fn() => filter_var('1', FILTER_VALIDATE_FLOAT, ['options' => ['decimal' => '..']]), fn() => filter_var('x', FILTER_CALLBACK, ['options' => 'none']),
    fn() => filter_var('x', FILTER_VALIDATE_REGEXP), fn() => filter_var('x', FILTER_VALIDATE_MAC, ['options' => ['separator' => '']]),
    fn() => filter_input(9, 'x'), fn() => filter_var_array([], [1]), fn() => filter_var('x', 7)] as $call) {
    try {
        var_dump($call());
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
