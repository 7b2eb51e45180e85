<?php // not for php8.2
class Temperature {
    public function __construct(private float $celsius) {}
    public float $fahrenheit {
        get => $this->celsius * 9 / 5 + 32;
        set { $this->celsius = ($value - 32) * 5 / 9; }
    }
    public string $label = 'none' {
        set(string $v) => strtoupper(trim($v));
    }
    public int $reads = 0 {
        get { $this->reads++; return $this->reads; }
    }
}
$t = new Temperature(100);
echo $t->fahrenheit, "\n";
$t->fahrenheit = 32;
echo $t->fahrenheit, ' ', $t->label, "\n";
$t->label = '  warm ';
echo $t->label, "\n";
echo $t->reads, $t->reads, "\n";
interface Named { public string $name { get; } }
class User implements Named { public string $name { get => "user {$this->id}"; } public function __construct(private int $id) {} }
echo (new User(5))->name, "\n";
try {
    $user = new User(1);
    $user->name = 'x';
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
for ($i = 0, $sum = 0; $i < 300; $i++) {
    $t->fahrenheit = $i;
    $sum += round($t->fahrenheit);
}
echo $sum, "\n";
