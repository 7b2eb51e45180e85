<?php
// A text with errors within a text lends nothing to the outer one.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
class Box implements Serializable {
    public $data;
    static $seen = [];
    function serialize() { return serialize($this->data); }
    function unserialize($text) {
        $this->data = unserialize($text);
        self::$seen[] = $this->data;
        if (is_object($this->data) && isset($this->data->x)) $this->data->x = null;
    }
}
$inner = 'a:1:{i:0;O:9:"Exception":2:{s:7:"' . "\0*\0" . 'file";s:0:"";}';
var_dump(unserialize('a:2:{i:0;C:3:"Box":' . strlen($inner) . ':{' . $inner . '}i:1;R:4;}'));
$inner = 'r:1;';
var_dump(unserialize('O:8:"stdClass":3:{s:1:"x";a:1:{i:0;i:1;}s:1:"y";C:3:"Box":4:{r:1;}s:1:"z";R:3;}') !== null);
var_dump(unserialize('a:3:{i:0;a:1:{i:0;C:3:"Box":4:{r:9;}}i:1;R:2;i:2;R:4;}') !== null);
$inner = 'a:2:{i:0;i:1;i:1;R:4;}';
var_dump(unserialize('a:2:{i:0;C:3:"Box":' . strlen($inner) . ':{' . $inner . '}i:1;R:5;}') !== null);
echo count(Box::$seen), "\n";
