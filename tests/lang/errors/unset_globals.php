<?php
function f() { global $x; static $x2 = 1; return; } echo f() ?? "null", "\n"; unset($GLOBALS);
