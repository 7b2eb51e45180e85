<?php
function inner() { throw new Exception('nobody'); }
function outer() { $g = new Fiber('inner'); $g->start(); }
$f = new Fiber('outer');
register_shutdown_function('after', $f);
function after($f) { var_dump($f->isTerminated(), Fiber::getCurrent()); }
$f->start();
