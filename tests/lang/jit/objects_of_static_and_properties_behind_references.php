<?php
// new static, self and parent; assignments to properties that are references; bools and nulls for builtins that only
// look at their arguments.
class P {
    public $v = 0;
    public ?P $typed = null;
    protected function __construct(public int $n = 1) {}
    public static function make(int $n): static { return new static($n); }
    public static function plain(int $n): self { return new self($n); }
    public function again(): static { return new static($this->n + 1); }
    public function set($v) { $this->v = $v; return $this->v; }
}
class Q extends P { public function up(): P { return new parent($this->n * 2); } }
class R extends Q { public function __construct(int $n = 5) { parent::__construct($n + 100); } }
final class Gone { public function __construct(public int $i) {} public function __destruct() { if ($this->i % 60 == 0) echo "gone $this->i\n"; } }
$total = 0;
$names = [];
for ($i = 0; $i < 240; ++$i) {
    $c = ['P', 'Q', 'R'][$i % 3];
    $o = $c::make($i);
    $total += $o->n + $o->again()->n + P::plain($i)->n;
    if ($o instanceof Q) $total += $o->up()->n;
    $names[get_class($o) . get_class($o->again()) . get_class(P::plain(1))] = $i;
    if ($i % 80 == 79) try { new P; } catch (Error $e) { echo $e->getMessage(), "\n"; }

    $x = $i;
    if ($i % 4) $o->v = &$x;
    $o->set($i * 2);
    $total += $x;
    $total += $o->set([$i, $x])[1];
    $o->set(new Gone($i));
    $total += is_array($x) ? 1 : 2;
    $x = 'text';
    $total += strlen($o->set($x . $i));
    unset($x);
    $total += strlen($o->set("u$i"));

    $flag = $i % 3 == 0;
    $list = ['a', true, 1, 'true', null, ''];
    $total += in_array($flag, $list, true) ? 3 : 5;
    $total += array_search($flag, [$flag ? 0 : 1, $flag], true);
    $total += count(array_keys(['x' => 1, 'y' => $flag])) + strlen(var_export($flag, true)) + (int)is_scalar($flag);
    $total += strlen(json_encode([$flag, null])) + strlen(str_pad((string)$i, 5, '-', STR_PAD_LEFT)) + (int)str_contains("abc$i", '1');
    $total += intdiv(abs($i - 100), 3) + max($i, 50) + ord(substr("xyz", $i % 3, 1)) + substr_count("aXbX$i", 'X');
}
echo $total, ' ', implode(',', array_map(fn ($k, $v) => "$k=$v", array_keys($names), $names)), "\n";
