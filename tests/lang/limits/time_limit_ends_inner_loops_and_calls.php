<?php
// On one line, as the message tells it.
class Point { function __construct(public float $x, public float $y) {} } set_time_limit(1); $p = new Point(1.0, 2.0); try { while (true) foreach (['a' => 1, 'b' => 2, 'c' => 3] as $k => $v) { $p = new Point($p->y * 0.5, $p->x + $v); $list[$k] = max($list[$k] ?? 0, $v); } } finally { echo "not run\n"; }
