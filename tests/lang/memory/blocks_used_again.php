<?php
// A large block that is used again has room for all that its string says it has: lengths around the end of a page.
ini_set('memory_limit', -1);
$bad = 0;
for ($n = 1221 * 4096 - 64; $n < 1221 * 4096; $n++) {
    $s = str_repeat('x', $n);
    $t = str_repeat('y', $n);
    $s .= 'abcdefg';
    $s .= 'h';
    $s .= 'ijk';
    if ($t !== str_repeat('y', $n)) $bad++;
    $s = $t = null;
}
echo "bad $bad\n";
