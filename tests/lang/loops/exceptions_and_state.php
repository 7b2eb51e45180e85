<?php
// A throw in the middle of an expression leaves every variable as the interpreter would.
function may($i) { if ($i % 37 == 36) { throw new RuntimeException("r$i"); } return $i; }
$a = 0;
$b = [];
$log = '';
for ($i = 0; $i < 400; $i++) {
    try {
        $a += 1;
        $b[$a % 5] = $a + may($i);
        $a += may($i + 1);
        $c = [may($i), "k$i" => may($i + 2)];
    } catch (RuntimeException $e) {
        $log .= $e->getMessage() . ':' . $a . ' ';
    }
}
echo $log, $a, json_encode($b), json_encode($c), "\n";
class Res { static $open = 0; function __construct() { self::$open++; } function __destruct() { self::$open--; } function use($i) { return may($i); } }
$sum = 0;
for ($i = 0; $i < 400; $i++) {
    try {
        $r = new Res;
        $sum += (new Res)->use($i) + $r->use($i + 5);
    } catch (Exception) {
        $sum -= 1;
    } finally {
        $sum += Res::$open;
    }
}
unset($r);
echo $sum, ' ', Res::$open, "\n";
function level3($i) { $keep = "level3 $i"; try { return may($i); } finally { $GLOBALS['fin'] = ($GLOBALS['fin'] ?? 0) + strlen($keep); } }
function level2($i) { $arr = [1, 2, 3]; foreach ($arr as $k => $v) { $arr[$k] = level3($i + $v); } return array_sum($arr); }
$ok = $bad = 0;
for ($i = 0; $i < 300; $i++) {
    try {
        $ok += level2($i);
    } catch (RuntimeException $e) {
        $bad += strlen($e->getMessage()) + $e->getLine();
    }
}
var_dump($ok, $bad, $fin);
$i = 0;
retry:
try {
    for (; $i < 500; $i++) {
        $x = $i;
        if ($i == 222 || $i == 333) {
            throw new Exception("retry $i");
        }
    }
} catch (Exception $e) {
    echo $e->getMessage(), ' ';
    $i++;
    goto retry;
}
echo $x, "\n";
try {
    foreach (range(1, 300) as $k => $v) {
        array_map(function ($q) use ($k) { if ($k == 250) { throw new LogicException("from callback $k"); } return $q; }, [1]);
    }
} catch (LogicException $e) {
    echo $e->getMessage(), ' ', $k, $v, "\n";
}
$str = '';
try {
    for ($i = 0; $i < 300; $i++) {
        $str .= 'a' . ($i == 250 ? throw new Exception('in concat') : 'b');
    }
} catch (Exception $e) {
    echo strlen($str), $e->getMessage(), "\n";
}
$t = 0;
for ($i = 0; $i < 300; $i++) {
    try {
        $t += $i % 50 == 49 ? [] + 1 : 1;
    } catch (TypeError $e) {
        $t += 100;
    }
    try {
        $t += intdiv(1000, $i % 50);
    } catch (DivisionByZeroError) {
        $t -= 5;
    }
}
var_dump($t);
