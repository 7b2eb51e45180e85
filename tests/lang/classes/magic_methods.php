<?php
class Magic {
    private $data = ['a' => 1];
    public $real = 'real';
    protected $guarded = 'g';
    function __get($n) { echo "[get $n]"; return $this->data[$n] ?? null; }
    function __set($n, $v) { echo "[set $n]"; $this->data[$n] = $v; }
    function __isset($n) { echo "[isset $n]"; return isset($this->data[$n]); }
    function __unset($n) { echo "[unset $n]"; unset($this->data[$n]); }
    function __call($n, $a) { return "[call $n " . json_encode($a) . "]"; }
    static function __callStatic($n, $a) { return "[static $n " . json_encode($a) . "]"; }
    function __toString() { return 'to string'; }
    function __invoke(...$a) { return '[invoke ' . json_encode($a) . ']'; }
    function __clone() { echo '[clone]'; $this->data['cloned'] = true; }
    function __debugInfo() { return ['debug' => 'info']; }
}
$m = new Magic;
echo $m->a, $m->real, $m->guarded, $m->none ?? 'default', "\n";
$m->b = 2;
$m->b += 5;
$m->real = 'x';
$m->list['k'] = 1;
echo $m->b, isset($m->b) ? 'set' : 'unset', isset($m->zz) ? 'set' : 'unset', empty($m->b) ? 'empty' : 'full', isset($m->guarded), "\n";
unset($m->b, $m->guarded);
echo isset($m->b) ? 'set' : 'unset', "\n";
echo $m->method(1, 'x'), Magic::stat(2), $m::stat2(), $m(3), "$m", $m . '!', strlen($m), "\n";
$c = clone $m;
var_dump($c);
unset($m->real);
echo $m->real, "\n";
$m->real = 'back through set';
echo $m->b++, ++$m->c, $m?->a, "\n";
class Recursion { function __get($n) { return $this->$n; } }
echo @(new Recursion)->x ?? 'guarded', "\n";
class Lazy { public ?string $p; function __construct() { unset($this->p); } function __get($n) { echo 'lazy '; $this->p = 'loaded'; return $this->p; } }
$l = new Lazy;
echo $l->p, $l->p, "\n";
class S implements Stringable { function __toString(): string { return 'S!'; } }
echo (string) new S, new S . '', in_array('S!', [new S]) ? 'in' : 'out', new S == 'S!' ? 'eq' : 'ne', str_replace('S', 'T', new S), "\n";
class SetState { public $a; static function __set_state($arr) { $o = new self; $o->a = $arr['a'] . ' restored'; return $o; } }
$o = new SetState;
$o->a = 'v';
eval('$r = ' . var_export($o, true) . ';');
echo $r->a, "\n";
class Ser { public $a = 1; private $b = 2; protected $c; function __sleep() { return ['a', 'b']; } function __wakeup() { $this->c = 'woken'; } function c() { return $this->c . $this->b; } }
echo str_replace("\0", '~', serialize(new Ser)), unserialize(serialize(new Ser))->c(), "\n";
class Ser2 { public $d; function __serialize(): array { return ['k' => 'v']; } function __unserialize(array $d): void { $this->d = $d; } }
echo serialize(new Ser2), json_encode(unserialize(serialize(new Ser2))), "\n";
