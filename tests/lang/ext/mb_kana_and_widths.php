<?php
// not for php8.2 without mbstring: the output is of one that has it
var_dump(mb_convert_kana('ｶﾞｷﾞﾊﾟ ABC１２', 'KVas'), mb_convert_kana('ガギパ', 'k'), mb_convert_kana('がぎぱ', 'C'), mb_convert_kana('ｱｲｳﾞ', 'HV'));
foreach (['Aa', 'Q'] as $mode) {
    try {
        mb_convert_kana('x', $mode);
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump(bin2hex(mb_convert_encoding('日本語 ｱ', 'SJIS', 'UTF-8')), bin2hex(mb_convert_encoding('日本語', 'ISO-2022-JP', 'UTF-8')));
var_dump(mb_convert_encoding("\x1b\$BF|K\\\x1b(B", 'UTF-8', 'ISO-2022-JP'), bin2hex(mb_convert_encoding('Grüße+', 'UTF-7', 'UTF-8')));
mb_substitute_character('long');
var_dump(mb_convert_encoding("a☃b", 'ISO-8859-1', 'UTF-8'));
mb_substitute_character('entity');
var_dump(mb_convert_encoding("a☃b", 'ISO-8859-1', 'UTF-8'), mb_substitute_character());
mb_substitute_character(0x3f);
var_dump(mb_strwidth('日本ab'), mb_strimwidth('日本語テキスト', 0, 7, '…'), mb_strimwidth('abcdef', -3, 2));
var_dump(mb_convert_case("ΑΣ straße ǆ", MB_CASE_UPPER), mb_convert_case('ﬁne ßtraße', MB_CASE_TITLE), mb_stripos('STRASSE', 'ss'));
var_dump(mb_detect_encoding("\xe6\x97\xa5\xe6\x9c\xac", ['SJIS', 'UTF-8'], true), mb_detect_encoding("\xff\xfe", ['ASCII', 'UTF-8'], true));
var_dump(mb_encode_numericentity('aé☃', [0x80, 0xffff, 0, 0xffff], 'UTF-8', true), mb_decode_numericentity('&#97;&#xe9;&#9731;x', [0, 0xffff, 0, 0xffff]));
var_dump(mb_http_output('SJIS'), mb_http_output(), mb_language('ja'), mb_language(), mb_detect_order());
