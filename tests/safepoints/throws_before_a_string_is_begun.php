<?php
// The first opline of a function begins a string of pieces: an exception between the entry and that opline finds none of them,
// whatever the slots held before. not for php8.2: interrupts come from the test extension.
function fill($s) { return "$s a $s b $s" . strlen("$s c $s"); }
function text($v) { return "value $v!"; }
$lost = 0;
$length = 0;
for ($i = 0; $i < 200; $i++) {
    $length += strlen(fill(str_repeat('x', $i)));
    try {
        if ($i % 3 == 0) interrupt_nth(0);
        $length += strlen(text($i));
    } catch (Exception $e) {
        $lost += strlen($e->getMessage());
    }
}
echo $length, ' ', $lost, "\n";
