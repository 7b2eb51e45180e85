<?php
// The line that a fatal error names inside a trace. (not for php8.2: it may need memory for other steps)
function report() { $e = error_get_last(); echo strtok($e["message"], "("), basename($e["file"]), ":", $e["line"], "\n"; echo count(debug_backtrace()), "\n"; }
register_shutdown_function("report");
ini_set("display_errors", "0");
ini_set("memory_limit", "32M");
function grow(): void {
  $s = ["x", "y"];
  for ($i = 0; $i < 1000; $i++) {
    $k = $i;
    $s = array_map(function ($x) use ($k) {
      $y = $x;
      $y = $y . $x;
      return $y;
    }, $s);
    $k++;
  }
}
grow();
