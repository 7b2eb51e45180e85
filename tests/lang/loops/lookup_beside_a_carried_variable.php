<?php
function num($x) { return is_int($x) || is_float($x) ? $x : 7; }
function run() {
$b = 2.5; $map = ['k' => 1, 'x' => 'y'];
for ($i = 0; $i < 70; $i++) {
        $map[$i % 4] = num($map[$i % 4] ?? 0) + 89;
        $b = num($b) - $i;
}
echo $b, "\n";
}
run();
