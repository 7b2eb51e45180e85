<?php
// The line that a fatal error names inside a trace. (not for php8.2: it may need memory for other steps)
function report() { $e = error_get_last(); echo strtok($e["message"], "("), basename($e["file"]), ":", $e["line"], "\n"; echo count(debug_backtrace()), "\n"; }
register_shutdown_function("report");
ini_set("display_errors", "0");
ini_set("memory_limit", "32M");
class Bag {
  private array $items = [];
  private int $n = 0;
  function add($item): static {
    $this->n++;
    $this
      ->items[] = $item;
    $this->n += 2;
    return $this;
  }
}
function fill(): void {
  $bag = new Bag;
  for ($i = 0; $i < 100000000; $i++) {
    $k = $i ^ 5;
    $bag->add($k);
    $k = $i;
  }
}
fill();
