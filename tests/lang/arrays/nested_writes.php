<?php
$grid = [];
for ($y = 0; $y < 3; $y++) {
    for ($x = 0; $x < 3; $x++) {
        $grid[$y][$x] = $x * $y;
    }
}
$grid[1][1] .= 'str';
$grid[2][2] += 100;
$grid[0][0]++;
$grid['list'][]['deep'][] = 'value';
echo json_encode($grid), "\n";
$t = &$grid[1];
$t[] = 'ref';
unset($t);
echo json_encode($grid[1]), "\n";
$i = 0;
$a = [];
$a[$i++] = $i++;
$a[$i++][$i++] = $i;
echo json_encode($a), "\n";
function k($x) { echo "k$x "; return $x; }
$b[k('a')][k('b')] = k('v');
echo json_encode($b), "\n";
$c = [1, 2, 3];
$c[1] = &$c[0];
$c[1] = 'both';
echo json_encode($c), "\n";
$obj = new stdClass;
$obj->list['x']->y ?? print("nothing\n");
$obj->list['x'] = new stdClass;
$obj->list['x']->y[] = 5;
$obj->list['x']->y[] = 6;
echo json_encode($obj), "\n";
$arrs = array_fill(0, 2, [0, 0]);
$arrs[0][1] = 'own';
echo json_encode($arrs), "\n";
[$arrs[1][0], $arrs[1][1]] = [$arrs[1][1] . 'x', $arrs[1][0] . 'y'];
echo json_encode($arrs), "\n";
