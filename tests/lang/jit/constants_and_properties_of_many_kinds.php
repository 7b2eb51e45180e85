<?php
namespace N;
interface I {}
class A implements I { const X = 'x'; const Y = [1,2]; const Z = 3; public static $s = 5; public static array $arr = []; public ?string $p = null; public $u; private $priv = 7;
  function get($n) { return isset($this->$n); }
  function sum($k) { $t = 0; for ($i = 0; $i < $k; $i++) { $t += self::Z + static::Z + count(self::Y); $t += self::$s; self::$s = $i & 3; if ($this instanceof I) $t++; if (isset($this->priv)) $t += $this->priv; $v = $this->u ?? 2; $t += $v; } return $t; } }
class B extends A { const Z = 4; }
enum E: string { case P = 'p'; case Q = 'q'; const D = self::P; }
function f($o, $n) { $r = 0; for ($i = 0; $i < $n; $i++) { if ($o instanceof A) $r += 1; if ($o instanceof B) $r += 10; if ($o instanceof I) $r += 100; if ($o instanceof Unknown) $r += 1000; $r += \strlen(\get_class($o)); } return $r; }
function g($o, $n) { $r = ''; for ($i = 0; $i < $n; $i++) { $r = ($o->a ?? 'd') . (isset($o->b) ? 1 : 0) . (empty($o->c) ? 1 : 0) . (isset($o->zz) ? 1 : 0) . ($o->zz ?? 'none'); $o->c = $i % 2; if ($i % 100 == 50) $o->zz = $i; if ($i % 100 == 70) unset($o->zz); if ($i % 7 == 0) echo $r, "\n"; $x = $o->b ?: 'falsy'; if ($i % 90 == 0) echo $x, "\n"; } return $r; }
function h($n) { $r = []; for ($i = 0; $i < $n; $i++) { $e = $i % 2 ? E::P : E::D; $r[$e->value . ($i % 3)] = $e === E::P; $k = \PHP_INT_SIZE + PHP_VERSION_ID - \PHP_VERSION_ID; } ksort($r); return [$r, $k]; }
foreach ([new A, new B, new \stdClass, 5, 'A', null, [1]] as $o) { if (is_object($o)) echo f($o, 200), "\n"; else { $r = 0; for ($i = 0; $i < 200; $i++) if ($o instanceof A) $r++; echo $r, "\n"; } }
$o = new \stdClass; $o->a = 'A'; $o->b = 'bb'; $o->c = 0; echo g($o, 300), "\n";
$o->b = ''; echo g($o, 150), "\n";
echo (new A)->sum(300), ' ', (new B)->sum(300), "\n";
var_dump(h(200));
class M { private $d = ['q' => 1]; function __isset($n) { return isset($this->d[$n]); } function __get($n) { return $this->d[$n] ?? 'magic'; } }
function m($o, $n) { $r = ''; for ($i = 0; $i < $n; $i++) { $r = (isset($o->q) ? 'y' : 'n') . (isset($o->r) ? 'y' : 'n') . ($o->q ?? '-') . ($o->r ?? '-'); } return $r; }
echo m(new M, 200), m(new A, 200), m($o, 200), m(null, 200), m("str", 200), "\n";
