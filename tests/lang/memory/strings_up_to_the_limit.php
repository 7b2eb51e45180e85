<?php
// Strings grow ahead of their need, but not beyond what memory_limit leaves.
$s = str_repeat('x', 60000000);
$s .= $s;
echo strlen($s), "\n";
