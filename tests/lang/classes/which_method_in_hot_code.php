<?php
// Which method a call means in compiled code: template methods, private ones of the calling class, denied ones.
abstract class Step {
    public function run(int $n): int { return $this->before($n) + $this->mine($n) + $this->after($n); }
    abstract protected function before(int $n): int;
    protected function after(int $n): int { return 1; }
    private function mine(int $n): int { return 2; }
    public function peer(Step $other, int $n): int { return $other->before($n) * 3 + $other->mine($n); }
}
class Plus extends Step {
    protected function before(int $n): int { return $n; }
    public function mine(int $n): int { return 1000; }
}
class Times extends Step {
    protected function before(int $n): int { return $n * 2; }
    protected function after(int $n): int { return parent::after($n) + $n; }
    private function mine(int $n): int { return 5000; }
    public function own(int $n): int { return $this->mine($n) + $this->hidden($n); }
    private function hidden(int $n): int { return $n; }
    public function __call($name, $args) { return strlen($name) + $args[0]; }
}
final class Deep extends Times {
    public function after(int $n): int { return -1; }
    public function hidden(int $n): int { return 7; }
}
$steps = [new Plus, new Times, new Deep];
$sum = $denied = 0;
for ($i = 0; $i < 1500; $i++) {
    $s = $steps[$i >> 2 & 1 ? $i % 3 : 0];
    $sum += $s->run($i) + $steps[$i % 3]->peer($s, $i);
    if ($s instanceof Times) $sum += $s->own($i) + $s->before($i) + $s->hidden($i);
    if ($i % 50 == 0) {
        try { $sum += $s->before($i); } catch (Error $e) { $denied += strlen($e->getMessage()); }
    }
}
echo $sum, ' ', $denied, "\n";
