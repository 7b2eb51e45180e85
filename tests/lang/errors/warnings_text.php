<?php // not for php8.2: E_ALL lost E_STRICT
echo $undefined;
echo $arr['k'];
$arr = [1];
echo $arr[5], $arr['key'];
$o = new stdClass;
echo $o->missing;
$n = null;
echo $n->prop;
echo $n['x'];
$i = 5;
echo $i->p;

echo "x" . [] . "y\n";
echo 10 % 3.7, "\n";
echo intdiv(7, 2) . implode(',', [1, [2]]), "\n";
echo hex2bin('abc') === false ? "false\n" : '';
$s = 'str';
echo $s->x ?? 'null safe', "\n";
list($q) = [];
echo array_sum([1, '2']) , "\n";
echo constant('E_ALL'), "\n";
$x = "5 apples" + 3;
echo $x, "\n";
echo -"3 x", "\n";
trigger_error('user warning', E_USER_WARNING);
trigger_error('user notice');
trigger_error('user deprecated', E_USER_DEPRECATED);
echo @$quiet . 'quiet', "\n";
error_reporting(E_ALL & ~E_WARNING);
echo $undefined2, "still\n";
error_reporting(E_ALL);
function f(int $a) { return $undefined_in_function; }
f(1);
class A { public int $typed; static $st; function m() { return $this->undef; } }
(new A)->m();
echo (string) 1.0, "\n";
$u = ['a' => ['b' => 1]];
echo $u['x']['y'] ?? 'd', $u['a']['c'], $u['a']['b']['c'], "\n";
