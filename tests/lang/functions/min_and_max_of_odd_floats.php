<?php
// What min and max return for NaN and for zeros of both signs, in compiled code too.
$values = [NAN, 1.5, 0.0, -0.0, INF, -INF];
$out = '';
for ($i = 0; $i < 720; $i++) {
    $a = $values[intdiv($i, 20) % 6];
    $b = $values[intdiv($i, 120) % 6];
    $out .= json_encode([is_nan($x = max($a, $b)) ? 'nan' : var_export($x, true), is_nan($x = min($a, $b)) ? 'nan' : var_export($x, true)]);
    if ($i % 20 == 19) {
        echo $out === str_repeat(substr($out, 0, strlen($out) / 20), 20) ? substr($out, 0, strlen($out) / 20) : "changes: $out", "\n";
        $out = '';
    }
}
