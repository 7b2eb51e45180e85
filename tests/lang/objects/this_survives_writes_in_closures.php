<?php
// $this that a closure fetched for a nested write is given back: objects die when they should.
class Host {
    public array $kept = [];
    public static int $gone = 0;
    public function add($i) { (function () use ($i) { $this->kept[] = $i; $this->kept['x']['y'] = $i; })(); return (fn() => $this->kept[$i] = count($this->kept))(); }
    public function __destruct() { self::$gone++; }
    public function me() { return $this; }
}
$sum = 0;
for ($i = 0; $i < 500; $i++) {
    $h = new Host;
    for ($k = 0; $k < 3; $k++) $sum += $h->add($k);
    $h->me()->kept[] = 1;
    $sum += Host::$gone;
}
$h = null;
echo $sum, ' ', Host::$gone, "\n";
