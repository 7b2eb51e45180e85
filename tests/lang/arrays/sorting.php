<?php
$a = [3, '10', 1.5, 'banana', 'apple', true];
$b = [5, 3, 10, 1];
sort($b); echo json_encode($b), "\n";
rsort($b); echo json_encode($b), "\n";
$c = ['b' => 2, 'a' => 3, 'c' => 1];
asort($c); echo json_encode($c), "\n";
arsort($c); echo json_encode($c), "\n";
ksort($c); echo json_encode($c), "\n";
krsort($c); echo json_encode($c), "\n";
usort($b, fn($x, $y) => $x <=> $y); echo json_encode($b), "\n";
uasort($c, fn($x, $y) => $y - $x); echo json_encode($c), "\n";
uksort($c, 'strcmp'); echo json_encode($c), "\n";
$s = ['img12', 'img10', 'IMG2', 'img1'];
sort($s); echo json_encode($s), "\n";
sort($s, SORT_NATURAL | SORT_FLAG_CASE); echo json_encode($s), "\n";
sort($s, SORT_STRING); echo json_encode($s), "\n";
natsort($s); echo json_encode($s), "\n";
natcasesort($s); echo json_encode($s), "\n";
$n = ['10', 9, '1e1', 'x', 2.5];
sort($n, SORT_NUMERIC); echo json_encode($n), "\n";
$stable = [];
foreach (range(0, 40) as $i) {
    $stable[] = ['k' => $i % 3, 'i' => $i];
}
usort($stable, fn($p, $q) => $p['k'] <=> $q['k']);
echo implode(' ', array_map(fn($e) => $e['k'] . ':' . $e['i'], $stable)), "\n";
$eq = ['x' => 1, 'y' => 1, 'z' => 0];
asort($eq); echo json_encode($eq), "\n";
arsort($eq); echo json_encode($eq), "\n";
$data = [3, 1, 2];
$data2 = ['c', 'a', 'b'];
array_multisort($data, $data2); echo json_encode([$data, $data2]), "\n";
$mixed = [[2, 'b'], [1, 'c'], [2, 'a']];
sort($mixed); echo json_encode($mixed), "\n";
$big = [];
$seed = 12345;
for ($i = 0; $i < 500; $i++) {
    $seed = ($seed * 1103515245 + 12345) % 2147483648;
    $big[] = $seed % 1000;
}
$copy = $big;
sort($copy);
$ok = true;
for ($i = 1; $i < 500; $i++) {
    $ok = $ok && $copy[$i - 1] <= $copy[$i];
}
var_dump($ok, array_sum($copy) === array_sum($big), md5(implode(',', $copy)));
