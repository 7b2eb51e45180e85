<?php
// Destruction happens at exactly the same points when the loop is compiled.
class D { static $log = ''; static $alive = 0; function __construct(public $n) { self::$alive++; } function __destruct() { self::$alive--; if ($this->n % 50 == 0) { self::$log .= "-{$this->n}"; } } }
for ($i = 0; $i < 300; $i++) {
    $o = new D($i);
    if ($i % 50 == 1) {
        D::$log .= "|$i:" . D::$alive;
    }
}
echo D::$log, ' ', D::$alive, "\n";
D::$log = '';
for ($i = 0; $i < 300; $i++) {
    new D($i);
}
echo D::$log, ' ', D::$alive, "\n";
D::$log = '';
function make($i) { $local = new D($i); return $local->n; }
function pass(D $d) { return $d; }
$t = 0;
for ($i = 0; $i < 300; $i++) {
    $t += make($i) + pass(new D($i))->n;
}
echo D::$log, ' ', D::$alive, ' ', $t, "\n";
D::$log = '';
$keep = [];
for ($i = 0; $i < 300; $i++) {
    $keep[$i % 3] = new D($i);
    if ($i == 200) {
        $keep = [];
        D::$log .= '|cleared';
    }
}
echo D::$log, ' ', D::$alive, "\n";
unset($keep, $o);
echo D::$alive, "\n";
class Thrower { function __construct(public $i) {} function __destruct() { if ($this->i == 180) { throw new Exception("destructor at $this->i"); } } }
$done = 0;
try {
    for ($i = 0; $i < 300; $i++) {
        $x = new Thrower($i);
        $done = $i;
    }
} catch (Exception $e) {
    echo $e->getMessage(), ' done ', $done, ' i ', $i, "\n";
}
class Changer { function __destruct() { global $limit, $hits; $hits++; if ($hits == 120) { $limit = 150; } } }
$limit = 1000;
$hits = 0;
for ($i = 0; $i < $limit; $i++) {
    $c = new Changer;
}
unset($c);
echo $i, ' ', $hits, "\n";
$arr = [];
class Editor { function __destruct() { global $arr; $arr[] = 'from destructor'; } }
for ($i = 0; $i < 120; $i++) {
    $arr[$i % 5] = $i % 2 ? new Editor : $i;
    if (count($arr) > 30) {
        $arr = [];
    }
}
echo count($arr), "\n";
