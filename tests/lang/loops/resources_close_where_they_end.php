<?php
// A stream closes when its last reference goes, in loops that are compiled as elsewhere.
class Stream {
    public $context;
    public static int $closed = 0;
    function stream_open($path, $mode, $options, &$opened) { return true; }
    function stream_eof() { return true; }
    function stream_close() { self::$closed++; }
}
stream_wrapper_register('own', 'Stream');
function open() { return fopen('own://x', 'r'); }
function told($what) { echo $what, ' ', Stream::$closed, "\n"; Stream::$closed = 0; }
function passed($fd, $i) { $x = $i; }
function held($fd) { $own = $fd; $list = [$fd]; return $own; }
function &by_reference(&$fd) { return $fd; }
class Holder { public $fd; function __construct($fd) { $this->fd = $fd; } function get() { return $this->fd; } }

$fd = open();
for ($i = 0; $i < 100; $i++) passed($fd, $i);
$fd = null;
told('argument');
for ($i = 0; $i < 100; $i++) passed(open(), $i);
told('argument from a call');
$fd = open();
for ($i = 0; $i < 100; $i++) { held($fd); $other = held($fd); }
$fd = $other = null;
told('local variables');
for ($i = 0; $i < 100; $i++) $fd = open();
told('assigned over');
$fd = null;
told('null over the last');
for ($i = 0; $i < 100; $i++) { $fd = open(); $fd = $i; }
told('int over');
for ($i = 0; $i < 100; $i++) { $fd = open(); unset($fd); }
told('unset');
for ($i = 0; $i < 100; $i++) if (open()) $fd = 1;
told('condition');
for ($i = 0; $i < 100; $i++) { $x = !open(); $y = is_resource(open()); $z = open() === null; $w = (int) open() > 0; $v = open() ? 1 : 2; $u = open() ?? 3; $u = null; }
told('operands');
for ($i = 0; $i < 100; $i++) { $list = [open(), 'k' => open()]; $list[0] = 1; unset($list['k']); }
told('elements');
for ($i = 0; $i < 100; $i++) { $list = [open()]; foreach ($list as $v) $w = $v; $v = $w = null; }
$list = null;
told('foreach');
for ($i = 0; $i < 100; $i++) { $h = new Holder(open()); $g = $h->get(); $h->fd = null; $g = null; }
$h = null;
told('properties');
for ($i = 0; $i < 100; $i++) { $fd = open(); $r = &by_reference($fd); $r = null; unset($r); }
told('references');
for ($i = 0; $i < 100; $i++) { $f = function () use ($fd, $i) { return $i; }; $fd = open(); $f(); $f = null; }
$fd = null;
told('closures');
function each() { for ($i = 0; $i < 100; $i++) yield open(); }
foreach (each() as $fd) passed($fd, 1);
$fd = null;
told('generator');
for ($i = 0; $i < 100; $i++) { $r = match (true) { default => open() }; [$p, $q] = [open(), $r]; $p = $q = $r = null; }
told('match and list');
function throws($fd, $i) { $own = $fd; if ($i % 2) throw new Exception('no'); }
for ($i = 0; $i < 100; $i++) { try { throws(open(), $i); } catch (Exception $e) { $e = null; } }
told('thrown');
function numbers($fd) { yield 1; yield get_resource_type($fd); }
for ($i = 0; $i < 100; $i++) foreach (numbers(open()) as $n) $x = $n;
told('argument of a generator');
function many($fd, $n) { $own = open(); for ($i = 0; $i < $n; $i++) yield $i; }
for ($i = 0; $i < 100; $i++) foreach (many(open(), $i % 5) as $n) $x = $n;
told('variables of a generator');
for ($i = 0; $i < 100; $i++) { static $kept; $kept = open(); $GLOBALS['g'] = open(); }
$kept = $g = null;
told('static and global');
