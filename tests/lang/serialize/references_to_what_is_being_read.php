<?php
// Numbers may name arrays and objects that are not complete yet.
$texts = [
    'a:1:{i:0;R:1;}',
    'O:8:"stdClass":1:{s:1:"a";R:1;}',
    'a:2:{i:0;a:1:{i:0;R:2;}i:1;i:5;}',
    'a:1:{i:0;O:8:"stdClass":1:{s:1:"b";R:2;}}',
    'a:2:{i:0;a:1:{i:0;R:1;}i:1;i:5;}',
    'a:2:{i:0;O:8:"stdClass":1:{s:1:"a";a:1:{i:0;R:3;}}i:1;R:3;}',
    'O:8:"stdClass":2:{s:1:"a";O:8:"stdClass":1:{s:1:"a";r:1;}s:1:"b";R:2;}',
    'a:2:{i:0;i:1;i:0;R:2;}',
    'a:1:{i:0;r:1;}',
    'a:3:{i:0;a:1:{i:0;i:7;}i:0;i:8;i:1;R:2;}',
];
foreach ($texts as $text) {
    echo $text, "\n";
    var_dump(@unserialize($text));
}
class Typed {
    public int $i = 1;
    public float $f = 2.5;
    public ?Typed $t = null;
}
error_reporting(E_ALL & ~E_WARNING & ~E_NOTICE);
foreach (['O:5:"Typed":2:{s:1:"i";i:5;s:1:"f";i:3;}', 'O:5:"Typed":2:{s:1:"t";r:1;s:1:"i";i:2;}', 'O:5:"Typed":1:{s:1:"i";a:0:{}}'] as $text) {
    try {
        var_dump(unserialize($text));
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
class Ends {
    public $n;
    function __wakeup() { echo "woken $this->n\n"; }
    function __destruct() { echo "ended $this->n\n"; }
}
var_dump(@unserialize('a:2:{i:0;O:4:"Ends":1:{s:1:"n";i:1;}i:1;O:4:"Ends":1:{s:1:"n";i:2;}}') !== false);
var_dump(@unserialize('a:2:{i:0;O:4:"Ends":1:{s:1:"n";i:1;}i:1;O:4:"Ends":1:{s:1:"n";x:2;}}'));
echo "done\n";
