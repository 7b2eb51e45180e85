<?php
// not for php8.2
// parent::$x::set() stores in the property that the child overrides; loops call one getter at a time, and get values.
class Base
{
    public array $log = [];
    public int $x = 5 {
        get { $this->log[] = 'get'; return $this->x * 2; }
        set(int|string $v) { $this->x = (int) $v; }
    }
    public array $list = [1, 2] { &get { $this->log[] = 'list'; return $this->list; } }
    public string $virtual { get { $this->log[] = 'virtual'; return 'v'; } }
    private int $hidden { get => 99; }
}
class Child extends Base
{
    public int $x {
        get => parent::$x::get() + 1;
        set(int|string $value) { parent::$x::set($value); }
    }
}
foreach (['Base', 'Child'] as $class) {
    $o = new $class;
    for ($i = 0; $i < 100; $i++) {
        $o->x = "$i";
        $o->x += 1;
        $o->x++;
    }
    echo $class, ' ', $o->x, ' ', count($o->log), "\n";
    $o->log = [];
    foreach ($o as $name => $value) {
        echo $name, ' ', json_encode($value), ' ', implode(',', $o->log), "\n";
        $value = null;
        if ($name === 'x') break;
    }
    $o->log = [];
    foreach ($o as $name => $value) $value = 0;
    echo implode(',', $o->log), ' ', json_encode($o->list), ' ', json_encode($o), "\n";
}
var_export(new Base);
echo "\n";

// Whose property a loop of a class sees.
class Shadowed
{
    private $p = 'own';
    function all() { foreach ($this as $k => $v) echo "$k=$v "; echo json_encode(get_object_vars($this)), "\n"; }
}
class Shadowing extends Shadowed { public $p = 'other'; }
#[AllowDynamicProperties]
class Free extends Shadowed {}
(new Shadowing)->all();
$free = new Free;
$free->p = 'dynamic';
$free->all();

$map = new WeakMap;
$key = new stdClass;
$map[$key] = [];
for ($i = 0; $i < 100; $i++) {
    $map[$key][] = $i;
    $map[$key]['sum'] = ($map[$key]['sum'] ?? 0) + $i;
}
echo count($map[$key]), ' ', $map[$key]['sum'], "\n";
try {
    $map[new stdClass][] = 1;
} catch (Error $e) {
    echo preg_replace('/\d+/', 'N', $e->getMessage()), "\n";
}
