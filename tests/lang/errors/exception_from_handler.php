<?php
function handler() { throw new Exception("from handler"); } set_error_handler("handler"); function f() { echo $u; }
try { f(); } catch (Exception $e) { echo get_class($e), ': ', $e->getMessage(), ' on line ', $e->getLine(), "\n"; }
