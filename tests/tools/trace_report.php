<?php
// The page of --trace-report names each trace, its source lines, IR, code and exits, escaped.
// RUN: %tusk --jit-share=0 --trace-report=%t.html %s > %t.out && %FileCheck %s < %t.html
// RUN: %not %tusk --trace-report=/nonexistent/folder/page.html %s
// RUN: %tusk --jit=off --trace-report=%t.html %s > %t.out && grep -q 'Nothing was compiled' %t.html
function twice(int $x): int {
    return $x * 2;
}
$sum = 0;
for ($i = 0; $i < 1000; $i++) {
    if ($i % 3 == 0) $sum += twice($i); else $sum ^= strrev("<b>")[0] === '>' ? 1 : 2;
}
echo $sum, "\n";
// CHECK: <!DOCTYPE html>
// CHECK: {{[0-9]+}} recordings, {{[0-9]+}} traces
// CHECK: <a href="#t1">1</a></td><td>loop</td><td class="place">{main}+{{[0-9]+}} {{.*}}trace_report.php:{{[0-9]+}}
// CHECK: exit {{[0-9]+}} of <a href="#t1">1</a>
// CHECK: <tr class="{{hot|stepped}}"><td>{{.*}}</td><td class="number">{{[0-9]+}}</td><td>    if ($i % 3 == 0) $sum += twice($i); else $sum ^= strrev(&quot;&lt;b&gt;&quot;)[0]
// CHECK: <section id="t1">
// CHECK: <summary>Oplines</summary>
// CHECK: MOD
// CHECK: <summary>Exits</summary>
// CHECK: <summary>IR</summary>
// CHECK: trace 1 @op:
// CHECK: <summary>Machine code</summary>
// CHECK: </html>
