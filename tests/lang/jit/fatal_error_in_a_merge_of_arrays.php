<?php
// The line that a fatal error names inside a trace. (not for php8.2: it may need memory for other steps)
function report() { $e = error_get_last(); echo strtok($e["message"], "("), basename($e["file"]), ":", $e["line"], "\n"; echo count(debug_backtrace()), "\n"; }
register_shutdown_function("report");
ini_set("display_errors", "0");
ini_set("memory_limit", "32M");
function pairs(array $a, array $b): array {
  $c = count($a);
  $d = array_merge(
    $a,
    $b);
  $c++;
  return $d;
}
function grow(): void {
  $a = [1, 2, 3];
  $steps = 0;
  for ($i = 0; $i < 1000000; $i++) {
    $steps++;
    $b = pairs($a, [$i, $i]);
    if ($i % 64 == 63) $a = pairs($b, $b);
    $steps--;
  }
}
grow();
