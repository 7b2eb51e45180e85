<?php
// ArrayAccess gets the offset as it is written: "5" is no int there, as it is for arrays.
class Log implements ArrayAccess
{
    public $said = '';
    function offsetGet($o): mixed { $this->said .= 'g' . gettype($o)[0]; return $o === '7' ? $this : null; }
    function offsetSet($o, $v): void { $this->said .= 's' . gettype($o)[0]; }
    function offsetExists($o): bool { $this->said .= 'e' . gettype($o)[0]; return true; }
    function offsetUnset($o): void { $this->said .= 'u' . gettype($o)[0]; }
}
$log = new Log;
$five = '5';
for ($i = 0; $i < 60; $i++) {
    $log->said = '';
    $log["5"];
    $log[5];
    $log[$five];
    isset($log["5"]);
    empty($log["5"]);
    unset($log["5"], $log[5]);
    $log["5"] = 1;
    $log["5"] ??= 2;
    $log["5"] .= 'x';
    $log["7"]["6"] = 1;
    $log["7"]["6"] ?? 1;
    ["5" => $x, 5 => $y] = $log;
}
echo $log->said, "\n";
$a = ["5" => 1];
$a["5"]++;
var_dump($a, isset($a["5"]), isset($a[5]));
