<?php
// Exceptions and messages of destructors that run inside traces: lines, traces, what error handlers are given.
class D {
  function __construct(public int $n) {}
  function __destruct() {
    if ($this->n % 3 == 0) throw new Exception("n" . $this->n % 2);
    if ($this->n % 3 == 1) trigger_error("warned", E_USER_WARNING);
    if ($this->n % 3 == 2) echo $undefined;
  }
}
$seen = [];
function tally(&$n) { $n = ($n ?? 0) + 1; }
set_error_handler(function ($level, $message, $file, $line) use (&$seen) {
  $lines = [];
  foreach (debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS) as $f) $lines[] = substr($f["function"], 0, 8) . ":" . ($f["line"] ?? "-");
  tally($seen["$level $message $line " . implode(" ", $lines)]);
});
function drop($i) {
  $d = new D($i);
  $i++;
  $d = null;
  return $i;
}
function caught($i) {
  try {
    return drop($i);
  } catch (Exception $e) {
    global $seen;
    $lines = [];
    foreach ($e->getTrace() as $f) $lines[] = substr($f["function"], 0, 8) . ":" . ($f["line"] ?? "-");
    tally($seen[$e->getMessage() . " " . $e->getLine() . " " . implode(" ", $lines)]);
  }
  return 0;
}
function main() {
  $s = 0;
  for ($i = 0; $i < 300; $i++) {
    $s += caught($i);
    $s &= 0xfff;
    try {
      $s += drop(3 * $i);
    } catch (Exception $e) {
      $s += $e->getLine();
    }
  }
  return $s;
}
echo main(), "\n";
ksort($seen);
print_r($seen);
