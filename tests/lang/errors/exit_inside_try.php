<?php
function f() { try { exit(5); } finally { echo "no finally on exit\n"; } } register_shutdown_function(function () { echo "shutdown\n"; }); f();
