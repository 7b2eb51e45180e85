<?php
// What code that a trace runs finds in backtraces: the arguments, as they are then, and $this of the functions that
// the trace inlined, and of those that it runs in.
class D {
  public static array $seen = [];
  function __construct(public $n) {}
  function __destruct() { see("D"); }
}
class S {
  function __construct(public $n) {}
  function __toString(): string {
    see("S");
    return "s$this->n";
  }
}
function text($v) {
  if (is_object($v)) return get_class($v) . (isset($v->n) && is_int($v->n) ? $v->n % 2 : "");
  if (is_array($v)) return "[" . implode(" ", array_map("text", $v)) . "]";
  return is_int($v) ? $v % 5 : (is_string($v) ? "'" . substr(basename($v), 0, 4) . "'" : var_export($v, true));
}
function see($who) {
  $where = [];
  foreach (array_slice(debug_backtrace(DEBUG_BACKTRACE_PROVIDE_OBJECT), 1) as $f) {
    $self = isset($f["object"]) ? text($f["object"]) . "->" : (isset($f["class"]) ? $f["class"] . "::" : "");
    $where[] = $self . substr($f["function"], 0, 8) . "(" . implode(",", array_map("text", $f["args"])) . "):" . ($f["line"] ?? "-");
  }
  $key = implode(" ", $where);
  D::$seen[$key] = (D::$seen[$key] ?? 0) + 1;
}
set_error_handler(function ($number, $text) {
  see("E");
  return true;
});

function assigned($i, $f, $text, $array, $nothing = 7) {
  $x = new D($i);
  $i += 2;
  $x = null;
  return $i + count($array) + strlen($text) + (int)$f;
}
function replaces_its_parameter($o, $i) {
  $o = $i;
  return $o;
}
function unsets_its_parameter($o, $i) {
  unset($o);
  return $i;
}
function extra($i) {
  $x = new D($i);
  $x = $i;
  return $i;
}
function rest($i, ...$more) {
  $x = new D($i);
  $x = $i;
  return $i + count($more);
}
function by_reference(&$r, $i) {
  $r++;
  $x = new D($i);
  $x = $i;
  return $r;
}
function joins($i, $s) {
  $all = [$s, "t$i"];
  $i++;
  return strlen(implode("-", $all)) + strlen(str_replace("s", "u", $s)) + $i;
}
function warns($text, $i) {
  $i++;
  return $i + strlen(@hex2bin($text)) + strlen((string)hex2bin($text));
}
class User {
  private $held;
  function __construct(public $n) {}
  function hold($i) {
    $this->held = new D($i);
    $i = assigned($i, 1.5, "abc", [1, $i]);
    $this->held = $i;
    return $i;
  }
  static function outer($u, $i) {
    $i++;
    return $u->hold($i);
  }
  function closure() {
    return function ($i) {
      $o = new D($i);
      $i -= 3;
      $o = $this->n;
      return $i;
    };
  }
}
function deep($n, $i) {
  if ($n) return deep($n - 1, $i + 1);
  $x = new D($i);
  $x = null;
  return $i;
}
function main($rounds, $changed, $kept = "kept") {
  $u = new User(3);
  $f = $u->closure();
  $s = 0;
  for ($i = 0; $i < $rounds; $i++) {
    $s += assigned($i, $i % 3 / 4, "text", [$i, true]);
    $s += replaces_its_parameter(new D($i), $i);
    $s += unsets_its_parameter(new D($i), $i);
    $s += extra($i, "more", $i * 2);
    $s += rest($i, "more", $i * 2);
    $s += by_reference($changed, $i);
    $s += joins($i, new S($i));
    $s += warns("abc", $i);
    $s += User::outer($u, $i);
    $s += $f($i);
    $s += deep(3, $i);
    $changed += 2;
    $o = new D($s);
    $o = $i;
  }
  while ($rounds-- > 0) {
    $o = new D($rounds);
    $o = $rounds;
  }
  return $s;
}
echo main(200, 1), "\n";
ksort(D::$seen);
print_r(D::$seen);
