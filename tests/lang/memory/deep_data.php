<?php
// not for php8.2 (it runs out of stack and dies): what is nested deeply is thrown away, and refused by serialize().
$a = [];
for ($i = 0; $i < 300000; $i++) $a = [$a];
try {
    echo strlen(serialize($a)) > 0 ? "text\n" : "none\n";
} catch (Error $e) {
    echo "text\n";
}
unset($a);
$o = null;
for ($i = 0; $i < 100000; $i++) {
    $n = new stdClass;
    $n->next = $o;
    $o = $n;
}
unset($o, $n);
$f = null;
for ($i = 0; $i < 100000; $i++) $f = function () use ($f) {};
unset($f);
echo "done\n";
