<?php
// A class without a constructor takes arguments all the same: they are evaluated, and dropped.
class Plain {}
function value($v) {
    echo "value $v\n";
    return $v;
}
for ($i = 0; $i < 3; $i++) {
    $o = new Plain(value(1), value([2][0]), "x$i");
    $p = new stdClass(...[1, 2, $o]);
}
var_dump($o, $p);
try {
    new Plain(value('before'), throw new Exception('thrown'));
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
echo get_class(new class(value('anonymous')) {}) !== '' ? "made\n" : '';
