<?php
// The line that a fatal error names inside a trace. (not for php8.2: it may need memory for other steps)
function report() { $e = error_get_last(); echo strtok($e["message"], "("), basename($e["file"]), ":", $e["line"], "\n"; echo count(debug_backtrace()), "\n"; }
register_shutdown_function("report");
ini_set("display_errors", "0");
ini_set("memory_limit", "32M");
function longer(string $s, int $i): string {
  $t = "<" . $i;
  $t = $s . $t;
  $t = $t . $s;
  return $t;
}
function grow(): void {
  $s = "x";
  for ($i = 0; $i < 10000000; $i++) {
    $k = $i & 7;
    $s = longer($s, $k);
    $k++;
  }
}
grow();
