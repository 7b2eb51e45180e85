<?php
// What a destructor finds on the stack when a trace releases an object: the line, and the functions that the trace
// inlined.
class D {
  public static array $seen = [];
  function __construct(public $n) {}
  function __destruct() {
    $where = [];
    foreach (debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS) as $f)
      $where[] = ($f["class"] ?? "") . "." . substr($f["function"], 0, 8) . ":" . ($f["line"] ?? "-");
    @self::$seen[implode(" ", $where)]++;
  }
}
function assigned($i) {
  $x = new D($i);
  $i += 2;
  $x = null;
  return $i;
}
function in_array_of($i) {
  $a = [new D($i), $i];
  $i ^= 1;
  $a = $i;
  return $i;
}
function at_return($i) {
  $x = new D($i);
  return $i
    + 1;
}
class User {
  private $held;
  function hold($i) {
    $this->held = new D($i);
    $i = assigned($i);
    $this->held = $i;
    return $i;
  }
  static function outer($u, $i) {
    $i++;
    return $u->hold($i);
  }
}
function main() {
  $u = new User;
  $f = function ($i) {
    $o = new D($i);
    $i -= 3;
    $o = $i;
    return $i;
  };
  $s = 0;
  for ($i = 0; $i < 200; $i++) {
    $s += assigned($i);
    $s += in_array_of($i);
    $s += at_return($i);
    $s += User::outer($u, $i);
    $s += $f($i);
    $o = new D($s);
    $s &= 0xffff;
    $o = $i;
    new D($i);
  }
  return $s;
}
echo main(), "\n";
print_r(D::$seen);
