<?php
// Copies are made exactly when somebody else holds the value.
$a = range(0, 50);
$snapshots = [];
for ($i = 0; $i < 300; $i++) {
    if ($i % 60 == 0) {
        $snapshots[] = $a;
    }
    $a[$i % 51] = $i;
}
echo md5(json_encode($snapshots)), ' ', md5(json_encode($a)), "\n";
function grow(array $in, $v) { $in[] = $v; return $in; }
$list = [];
for ($i = 0; $i < 200; $i++) {
    $before = count($list);
    $list = grow($list, $i);
    if (count($list) != $before + 1) {
        echo 'wrong';
    }
}
echo count($list), "\n";
$s = 'base';
$held = [];
for ($i = 0; $i < 200; $i++) {
    $s .= $i % 10;
    if ($i % 50 == 0) {
        $held[] = $s;
    }
}
echo json_encode($held), strlen($s), "\n";
$o = new ArrayObject([1]);
for ($i = 0; $i < 200; $i++) {
    $c = $i % 2 ? clone $o : $o;
    $c[] = $i;
}
echo count($o), ' ', count($c), "\n";
$nested = ['a' => ['b' => ['c' => 0]]];
for ($i = 0; $i < 200; $i++) {
    $old = $i == 100 ? $nested : ($old ?? null);
    $nested['a']['b']['c'] += $i;
    $nested['a']['list'][] = $i;
}
echo $old['a']['b']['c'], count($old['a']['list']), ' ', $nested['a']['b']['c'], count($nested['a']['list']), "\n";
class Box { public $items = []; function add($v) { $this->items[] = $v; return $this; } function items() { return $this->items; } }
$b = new Box;
$mid = null;
for ($i = 0; $i < 200; $i++) {
    $b->add($i);
    if ($i == 99) {
        $mid = $b->items();
    }
    if ($i == 150) {
        $mid[] = 'own';
    }
}
echo count($mid), count($b->items), "\n";
$x = [1, [2, 3]];
for ($i = 0; $i < 200; $i++) {
    $y = $x;
    $y[1][0] = $i;
    $x = $i % 3 ? $x : $y;
}
echo json_encode($x), json_encode($y), "\n";
function swap_in(array &$arr, $i) { $t = $arr; $arr[$i % 3] = count($t) + $arr[$i % 3]; }
$z = [1, 2, 3];
for ($i = 0; $i < 200; $i++) {
    swap_in($z, $i);
}
echo json_encode($z), "\n";
$same = 0;
$p = ['k' => 'v'];
for ($i = 0; $i < 200; $i++) {
    $q = $p;
    $same += $q === $p ? 1 : 0;
    $q['k'] .= $i;
    $same += $q === $p ? 100000 : 0;
    [$q, $p] = $i % 20 == 19 ? [$p, $q] : [$q, $p];
}
echo $same, ' ', strlen($p['k']), "\n";
$temp = 0;
for ($i = 0; $i < 200; $i++) {
    $temp += count([$i, [$i], 'k' => "s$i"]) + strlen("t$i" . $i) + (new Box)->add($i)->items()[0];
}
echo $temp, "\n";
