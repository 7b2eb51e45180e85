<?php
$f = fn() => yield_me(); try { $f(); } catch (Error $e) { echo $e->getMessage(), "\n"; } throw new Error("top level");
