<?php
// A handler that is told of an undefined variable may drop what is being written to. What the place then gets is a
// detail of php; that nothing breaks is not.
function see(...$values) { strlen(serialize($values)); }
set_error_handler(function ($level, $message) {
    $GLOBALS['a'] = null;
});
$a[$c] = 'x';
see($a);
$a[$c] .= 'x';
see($a);
$a[$c][$c] = 'x';
see($a);
$a = [false];
$a[0][$d] = 'b';
see($a);
$a = ['a'];
$a[0][$d] = 'b';
see($a);
$a = [[1]];
$a[0][2] = $undefined;
see($a);
$a = [[[]]];
see($a[0][0][$d] = $undefined);
$o = new Lists;
$o->list[0][$d] = 1;
see($o->list);
$a = new Lists;
try {
    $x = [&$a->dynamic];
    see($x);
} catch (Throwable $e) {
    see($e->getMessage());
}
class Lists { public $list = [[]]; }
class Offsets implements ArrayAccess {
    public function &offsetGet($n): mixed { static $null; return $null; }
    public function offsetSet($n, $v): void {}
    public function offsetUnset($n): void {}
    public function offsetExists($n): bool { return false; }
}
$a = new Offsets;
$a[$d] = 'x';
see($a);
$a = new Offsets;
$a[$d][$d] = 'x';
see($a);
echo "survived\n";
