<?php
// A generator method called on $this keeps the object alive, and lets go of it when it ends.
class Box {
    public function __construct(public int $x) {}
    public function values() { yield $this->x; yield $this->x + 1; }
    public function made() { return $this->values(); }
    public static function named() { yield static::class; }
    public function __destruct() { echo "  box {$this->x} gone\n"; }
}
class Crate extends Box {}
$g = (new Box(5))->made();
echo "made\n";
foreach ($g as $v) echo $v, "\n";
echo "ended\n";
unset($g);
$g = (new Box(7))->made();
echo $g->current(), "\n";
unset($g);
echo "unset\n";
(function () { $g = (new Box(9))->made(); })();
foreach (Crate::named() as $v) echo $v, "\n";
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    $b = $b ?? new Box(1);
    foreach ($b->made() as $v) $sum += $v + $i;
    $g = $b->values();
    if (!$g->valid()) echo "never\n";
    $sum += $g->key() + $g->current();
    $g->next();
    try { if ($i % 50 == 7) $g->rewind(); } catch (Exception $e) { $sum += 1000; }
    $g2 = $b->values();
    $g2->rewind();
    $g2->rewind();
    foreach ($g2 as $k => $v) $sum += $k;
    try { foreach ($g2 as $v) $sum += 10; } catch (Exception $e) { $sum += 10000; }
}
echo $sum, "\n";
unset($b, $g, $g2);
echo "end\n";
