<?php
// Classes that write and read themselves: Serializable, with one numbering across nested calls.
class Own implements Serializable {
    public $held;
    function __construct($held = null) { $this->held = $held; }
    public function serialize() { return serialize([$this->held, 1]); }
    public function unserialize($text) { [$this->held] = unserialize($text); }
}
class Below extends Own {}
abstract class NotYet implements Serializable {}
class Gone implements Serializable {
    function serialize() { return null; }
    function unserialize($text) {}
}
class Wrong implements Serializable {
    function serialize() { return 5; }
    function unserialize($text) {}
}
$x = new stdClass;
$x->q = 1;
echo $text = serialize([$x, new Own($x), new Below([$x]), $x]), "\n";
$read = unserialize($text);
var_dump($read, $read[0] === $read[1]->held, $read[3] === $read[0]);
echo serialize([new Gone, 2]), "\n";
try {
    serialize(new Wrong);
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
var_dump(unserialize('C:8:"stdClass":3:{abc}'), @unserialize('C:3:"Own":9:{abc}'), @unserialize('C:3:"Own":3:{abcd}'));
class Modern {
    function __serialize(): array { return [1]; }
    function __unserialize(array $a): void {}
}
var_dump(unserialize('C:6:"Modern":1:{a}'));
