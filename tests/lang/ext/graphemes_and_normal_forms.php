<?php
// Text in normal forms, and strings as sequences of graphemes.
$flag = "\u{1F1E9}\u{1F1EA}";
$family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}";
$combined = "e\u{301}";
var_dump(Normalizer::normalize($combined) === "\u{e9}", Normalizer::isNormalized($combined), normalizer_is_normalized('ascii'));
var_dump(bin2hex(Normalizer::normalize("\u{fb01}\u{e9}", Normalizer::FORM_KD)), normalizer_normalize("\xff"), intl_get_error_code(), intl_get_error_message());
var_dump(Normalizer::getRawDecomposition("\u{1e69}") === "\u{1e63}\u{307}");
foreach (['abc', "a\r\nb", "$combined$flag$family.", '', "\u{d55c}\u{ae00}"] as $s) {
    echo json_encode([grapheme_strlen($s), grapheme_substr($s, 1), grapheme_substr($s, -1), grapheme_substr($s, 0, 2), grapheme_substr($s, 1, -1)]), "\n";
}
var_dump(grapheme_strlen("\xff"), grapheme_substr("\xff", 0));
$s = "x{$combined}yX{$combined}Y";
var_dump(grapheme_strpos($s, 'y'), grapheme_strpos($s, 'e'), grapheme_stripos($s, 'Y'), grapheme_strrpos($s, $combined), grapheme_strripos($s, 'X'), grapheme_strpos($s, 'zz'));
var_dump(grapheme_strpos($s, $combined, 2), grapheme_strstr($s, 'X'), grapheme_stristr($s, 'Y', true) === "x$combined");
var_dump(grapheme_extract("$combined$flag.", 2, GRAPHEME_EXTR_COUNT, 0, $next) === $combined . $flag, $next);
var_dump(grapheme_extract("abcdef", 3, GRAPHEME_EXTR_MAXBYTES, 2), grapheme_extract("$combined$combined", 3, GRAPHEME_EXTR_MAXCHARS) === $combined);
var_dump(idn_to_ascii('bücher.example'), idn_to_utf8('xn--bcher-kva.example'), idn_to_ascii('a..b', IDNA_DEFAULT, INTL_IDNA_VARIANT_UTS46, $info));
print_r($info);
try { grapheme_strpos('abc', 'b', 9); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
