<?php
// The number of arguments that spreading and names pass is known at the call only: a trace must not keep the first one.
function f($a = 1, $b = 2) { return $a * 10 + $b; }
function v($first = 0, ...$rest) { return $first + count($rest) * 100 + array_sum($rest); }
class C {
    public function __construct(private int $x = 5, private int $y = 6) {}
    public function sum(int $z = 7): int { return $this->x * 100 + $this->y * 10 + $z; }
    public static function make(...$args): static { return new static(...$args); }
}
$sum = 0;
$args = [[], [3], [4, 5], ['b' => 7], [1, 2, 3]];
for ($i = 0; $i < 2000; $i++) {
    $sum += f(...$args[$i % 5]);
    $sum += f(b: $i);
}
echo $sum, "\n";
$sum = 0;
for ($i = 0; $i < 500; $i++) $sum += v(...array_fill(0, $i % 4, $i));
echo $sum, "\n";
$sum = 0;
$ways = [[], [1], ['y' => 2], ['x' => 3, 'y' => 4], [1, 'y' => 9]];
for ($i = 0; $i < 500; $i++) $sum += C::make(...$ways[$i % 5])->sum(...($i % 3 ? [] : ['z' => $i]));
echo $sum, "\n";
$late = 0;
for ($i = 0; $i < 300; $i++) {
    try {
        $late += f(...($i < 250 ? [1, 2] : ['c' => 1]));
    } catch (Error $e) {
        $late -= 1;
        $message = $e->getMessage();
    }
}
echo $late, ' ', $message, "\n";
