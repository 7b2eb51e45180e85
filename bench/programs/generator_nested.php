<?php
// generators: walks a search tree in order by generators that loop over each other
$n = (int) ($argv[1] ?? 380);

class Node {
    public ?Node $left = null;
    public ?Node $right = null;
    public function __construct(public int $value) {}
    public function walk() {
        if ($this->left) foreach ($this->left->walk() as $value) yield $value;
        yield $this->value;
        if ($this->right) foreach ($this->right->walk() as $value) yield $value;
    }
}

function build(int $low, int $high): ?Node {
    if ($low > $high) return null;
    $middle = intdiv($low + $high, 2);
    $node = new Node($middle);
    $node->left = build($low, $middle - 1);
    $node->right = build($middle + 1, $high);
    return $node;
}

$tree = build(1, 4095);
$sum = 0;
for ($i = 0; $i < $n; $i++) {
    foreach ($tree->walk() as $value) {
        $sum = ($sum * 31 + $value + $i) % 1000003;
    }
}
echo "generator_nested $sum\n";
