<?php
// Where a damaged text is said to be damaged, references whose elements move, objects of unknown classes;
// not for php8.2, which says other things of texts that go on.
$texts = ['s:-1:"";', 'i:823', 'O:8:"stdClass :0:{}', 'O:8:"stdClass"+0:{}', 'O:1000:"stdClass":0:{}', 'a:2:{i:0;s:2:"12":',
    'a:2:{i:0;s:2:"12";i:1;s:3000:"123', 's:3:"123;', 'a:1000000000:{}', 'O:1:"X":1000000000:{}', 'C:1:"X":9:{}', 's:+1:"x";', 'a:-0:{}',
    'a:1:{}', 'a:1:{i:0;r:+1;}', 'O:8:"00000000":', 'O:2:"yy":: ', 'a:6:{a:6:{s:3:"322";', 'i:1;i:2;', 'a:1:{S:2:"\\41b";i:1;}',
    'O:7:"Missing":1:{s:1:"a";O:5:"Other":0:{}}', 'O:8:"stdClass":1:{s:1:"a";i:1;}x'];
foreach ($texts as $text) var_dump(unserialize($text));
$a[1] = 1;
$a[0] = &$a[1];
$a[2] = 1;
$b = unserialize(serialize($a));
$b[0] = 'changed';
var_dump($b[1]);
$missing = unserialize('O:7:"Missing":1:{s:1:"a";O:5:"Other":0:{}}');
echo serialize($missing), "\n";
class Sleeper
{
    public $a = 1, $b = 2;
    public function __sleep() { return ['a', 'b', 'a', 'none']; }
}
echo serialize(new Sleeper), "\n";
var_dump(unserialize('O:7:"Sleeper":1:{s:1:"z";i:1;}')->z);
foreach ([[1], ['a b'], ['Sleeper', 'stdClass']] as $allowed) {
    try {
        var_dump(get_class(unserialize('O:8:"stdClass":0:{}', ['allowed_classes' => $allowed])));
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
