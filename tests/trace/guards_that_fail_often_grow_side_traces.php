<?php
// The other branch of a hot loop becomes a side trace of the exit that leads to it, and goes back to the loop.
// RUN: %tusk --jit-share=0 --trace-log %s 2>&1 | %FileCheck %s
$even = $odd = 0;
for ($i = 0; $i < 1000; $i++) {
    if ($i & 1) $odd++;
    else $even++;
}
echo "$even $odd\n";

// CHECK:     TRACE 1 start (loop) {main}+{{[0-9]+}} {{.*}}:{{[0-9]+}}
// CHECK:     TRACE 1 stop (loop)
// CHECK:     TRACE 2 start (side trace 1/{{[0-9]+}}) {main}+{{[0-9]+}} {{.*}}:{{[67]}}
// CHECK:     TRACE 2 stop (link to 1)
// CHECK:     500 500
