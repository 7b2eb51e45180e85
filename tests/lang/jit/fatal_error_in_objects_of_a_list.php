<?php
// The line that a fatal error names inside a trace. (not for php8.2: it may need memory for other steps)
function report() { $e = error_get_last(); echo strtok($e["message"], "("), basename($e["file"]), ":", $e["line"], "\n"; echo count(debug_backtrace()), "\n"; }
register_shutdown_function("report");
ini_set("display_errors", "0");
ini_set("memory_limit", "32M");
class Node {
  public function __construct(public ?Node $next, public int $a = 1, public int $b = 2) {}
}
function push(?Node $head, int $i): Node {
  $i++;
  return
    new Node($head, $i);
}
function grow(): void {
  $head = null;
  $n = 0;
  for ($i = 0; $i < 100000000; $i++) {
    $n += $i & 3;
    $head = push($head, $n & 3);
    $n ^= 1;
  }
}
grow();
