<?php
// Calls and returns, and hardly a jump backward.
function down(int $n): int { return $n > 0 ? down($n - 1) + 1 : 0; } register_shutdown_function(function () { echo "shutdown\n"; }); set_time_limit(1); while (down(50000));
