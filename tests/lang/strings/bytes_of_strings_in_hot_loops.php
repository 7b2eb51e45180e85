<?php
// Strings of one byte, compared, switched on and classified in loops that are compiled.
$text = str_repeat("Foo_1 = 'b\\n' + 0x2F;\t// \x00\x80\xFFend\n\"q\" 9.5e-3 ", 40);
$kinds = ['digit' => 0, 'alpha' => 0, 'space' => 0, 'quote' => 0, 'high' => 0, 'other' => 0];
$hash = 0;
for ($i = 0, $n = strlen($text); $i < $n; $i++) {
    $c = $text[$i];
    if ($c >= '0' && $c <= '9') $kinds['digit']++;
    elseif (ctype_alpha($c) || $c === '_') $kinds['alpha']++;
    elseif (ctype_space($c)) $kinds['space']++;
    elseif ($c == '"' || $c == "'") $kinds['quote']++;
    elseif (ord($c) > 127) $kinds['high']++;
    else $kinds['other']++;
    $hash = ($hash * 31 + ord($c)) & 0xFFFFFF;
    $hash ^= match ($c) { 'a', 'b' => 1, 'o' => 2, ' ' => 3, default => 4 };
    switch ($c) {
        case 'F': $hash += 7; break;
        case '1':
        case '2': $hash += 9;
        case "\n": $hash -= 1; break;
        default: $hash += $c < 'm' ? 1 : 2;
    }
    $hash += ctype_alnum($c) + 2 * ctype_upper($c) + 4 * ctype_lower($c) + 8 * ctype_digit($c);
}
echo json_encode($kinds), ' ', $hash, "\n";
// Longer strings: numeric ones compare as numbers.
$words = ['10', '9', '1e1', 'abc', 'abd', '', ' 9', '9 ', '0x1A', '-5', 'Abc'];
$less = $equal = $most = 0;
for ($i = 0; $i < 1000; $i++) {
    $a = $words[$i % 11];
    $b = $words[intdiv($i, 11) % 11];
    if ($a < $b) $less++;
    if ($a <= $b) $most++;
    if ($a == $b) $equal++;
    if ($a > $b) $less += 3;
}
echo "$less $most $equal\n";
// A switch and a match whose subjects change their type.
$subjects = [1, '1', 2.0, 'two', null, true, 'x', 3, 40, 'three'];
$seen = [];
for ($i = 0; $i < 1000; $i++) {
    $s = $subjects[$i % 10];
    switch ($s) {
        case 1: $k = 'one'; break;
        case 'two': $k = 'two'; break;
        case 3: $k = 'three'; break;
        default: $k = 'none';
    }
    $m = match ($s) { 1 => 'I', '1' => 'S', 3, 40 => 'N', 'x' => 'X', default => 'D' };
    $seen["$k$m"] = ($seen["$k$m"] ?? 0) + 1;
}
echo json_encode($seen), "\n";
function table(int $op): string {
    switch ($op) { case 0: return 'a'; case 1: return 'b'; case 2: return 'c'; case 3: return 'd'; case 4: return 'e'; case 5: return 'f'; case 6: return 'g'; case 7: return 'h'; case 8: return 'i'; case 9: return 'j'; }
    return '-';
}
$out = '';
for ($i = 0; $i < 500; $i++) $out .= table(($i * 7) % 13 - 1);
echo md5($out), "\n";
$lo = 9; $hi = 0;
for ($i = 0; $i < 300; $i++) { $lo = min($lo, $i - 5, 3, -$i % 4); $hi = max(1, $hi, $i % 50, 7); }
echo "$lo $hi ", chr(65) . chr(256 + 66) . chr(-189), "\n";
$s = '';
for ($i = -300; $i < 600; $i++) { $c = chr($i); if ($c === 'A' || $c === chr(255)) $s .= $i . ','; }
echo $s, "\n";
// The byte outlives the string it came from.
$t = 'abc'; $hits = 0;
for ($i = 0; $i < 300; $i++) { $c = $t[$i % 3]; $t = str_rot13($t); $t .= ''; if ($c === 'a' || $c === 'n') $hits++; }
echo $hits, "\n";
