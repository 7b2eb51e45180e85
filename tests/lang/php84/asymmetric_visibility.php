<?php // not for php8.2
class Account {
    public private(set) int $balance = 0;
    public protected(set) string $owner = 'nobody';
    public function deposit(int $n): static { $this->balance += $n; return $this; }
}
class Joint extends Account { public function rename(string $n): static { $this->owner = $n; return $this; } }
$a = (new Joint)->deposit(50)->rename('both');
echo $a->balance, ' ', $a->owner, "\n";
foreach ([function () use ($a) { $a->balance = 1; }, function () use ($a) { $a->owner = 'x'; }] as $f) {
    try {
        $f();
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
}
class Point { public function __construct(public private(set) int $x = 1, protected(set) readonly int $y = 2) {} }
$p = new Point(3);
echo $p->x, $p->y, "\n";
