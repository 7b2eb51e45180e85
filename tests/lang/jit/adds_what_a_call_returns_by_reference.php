<?php
// The operand of += is a reference in a temporary, the variable another reference: exits between the two run the
// opline again and must find both.
class Store implements ArrayAccess
{
    public $d = [];
    function offsetExists($o): bool { return isset($this->d[$o]); }
    function &offsetGet($o): mixed
    {
        if (!isset($this->d[$o])) $this->d[$o] = 0;
        return $this->d[$o];
    }
    function offsetSet($o, $v): void { if ($o === null) $this->d[] = $v; else $this->d[$o] = $v; }
    function offsetUnset($o): void { unset($this->d[$o]); }
}
function &element(array &$from, $key) { return $from[$key]; }

$a = new Store;
$x = 0;
$alias = &$x;
for ($i = 0; $i < 150; $i++) {
    $a[] = $i;
    $x = $a[$i % 10];
    if (isset($a[$i])) $x += $a[$i];
    $a[$i % 7] += 2;
}
echo $alias, ' ', array_sum($a->d), "\n";

function sum(array $values)
{
    $total = 0;
    $alias = &$total;
    $text = '';
    $end = &$text;
    for ($i = 0; $i < 200; $i++) {
        $total += element($values, $i % 5);
        $total -= element($values, $i % 3) * 2;
        $text .= element($values, $i % 5);
        if ($i == 120) $values[1] = 1.5;
    }
    return [$alias, md5($end), $values];
}
echo json_encode(sum([1, 2, 3, 4, 5])), "\n";
// Each element is a reference with one owner again, which debug_zval_dump() could not say of a freed one.
$copy = $a->d;
unset($a);
foreach ($copy as $k => &$v) $v .= "-$k";
unset($v);
echo md5(implode(',', $copy)), "\n";
// A by-value parameter, a list or a match gets the value, not the reference that offsetGet() returned.
function changes($p) { $p = 'changed'; }
$b = new Store;
$b[] = 1;
changes($b[0]);
call_user_func('changes', $b[0]);
$list = [];
$list[] = $b[0];
$b->d[0] = 2;
echo $b[0], json_encode($list), "\n";
