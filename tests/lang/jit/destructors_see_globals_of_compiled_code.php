<?php
// Variables of top-level code are globals: what runs in the middle of a trace reads and changes them.
class D {
  public $n;
  function __construct($n) { $this->n = $n; }
  function __destruct() {
    if ($GLOBALS['i'] != $this->n + 1) $GLOBALS['bad']++;
    if ($this->n % 50 == 49) $GLOBALS['sum'] += 1000;
  }
}
function make($n) { return new D($n); }
$bad = 0; $sum = 0; $o = null;
for ($i = 0; $i < 400; $i++) { $sum += 1; $o = new D($i); }
echo $bad, ' ', $sum, "\n";
for ($i = 0; $i < 400; $i++) { $sum += 2; $o = make($i); $sum += 1; }
echo $bad, ' ', $sum, "\n";
class T { function __toString() { return 't' . $GLOBALS['i']; } }
$t = new T; $s = '';
for ($i = 0; $i < 300; $i++) { $s = implode('+', [$t, $i]); if ($i % 99 == 0) echo $s, ' '; }
echo $s, "\n";
