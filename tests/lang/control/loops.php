<?php
for ($i = 0, $j = 10; $i < $j; $i += 3, $j--) { echo "$i,$j "; }
for (;;) { if (++$i > 12) break; }
echo $i, "\n";
$n = 3;
while ($n--) { echo $n; }
do { echo $n; } while (++$n < 2);
echo "\n";
for ($i = 0; $i < 3; $i++):
    if ($i == 1): continue; endif;
    echo $i;
endfor;
while ($i --> 0): echo "w$i"; endwhile;
foreach ([1, 2] as $v): echo "f$v"; endforeach;
switch ($v): case 2: echo "s2"; endswitch;
echo "\n";
for ($i = 0; $i < 3; $i++) {
    for ($j = 0; $j < 3; $j++) {
        if ($j == 1) continue 2;
        if ($i == 2) break 2;
        echo "$i$j ";
    }
}
echo "\n";
$i = 0;
a:
echo $i;
if ($i++ < 3) goto a;
goto end;
echo 'skipped';
end:
echo " done\n";
$stack = [1];
while (($top = array_pop($stack)) !== null) {
    echo $top, ' ';
    if ($top < 20) { $stack[] = $top * 2; if ($top % 3 == 1) $stack[] = $top + 5; }
}
echo "\n";
$x = 10;
while (true) { while ($x > 5) { $x--; if ($x == 7) break 2; } }
echo $x, "\n";
if ($x > 5): echo 'a'; elseif ($x > 3): echo 'b'; else: echo 'c'; endif;
if ($x > 50) echo 'a'; elseif ($x > 3) echo 'b'; else echo 'c';
if ($x > 50) echo 'a'; else if ($x > 30) echo 'b'; else echo "c\n";
for ($f = 0.0; $f < 1; $f += 0.25) { echo $f, ' '; }
for ($c = 'a'; $c != 'e'; $c++) { echo $c; }
echo "\n";
