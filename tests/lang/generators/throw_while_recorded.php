<?php
// The generator throws while a trace of its loop is recorded: the key of the round before is not freed again.
function keys($it) { $n = 0; foreach ($it as $key => $v) $n += strlen($key); return $n; }
function g($n) { for ($i = 0; $i < $n; $i++) { yield "a$i" => $i; if ($i == 3) throw new Exception("at $i"); } }
echo keys(g(2)), "\n";
try { keys(g(9)); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
for ($i = 0; $i < 9; $i++) $q[] = [new stdClass, "x$i"];
echo count($q), "\n";
