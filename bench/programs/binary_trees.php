<?php
// allocation: builds and drops binary trees of depth 4 to 11, n rounds; one tree lives through all
$n = (int) ($argv[1] ?? 2800);

class Tree {
    public ?Tree $left = null;
    public ?Tree $right = null;

    public static function build(int $depth): Tree {
        $tree = new Tree();
        if ($depth > 0) {
            $tree->left = self::build($depth - 1);
            $tree->right = self::build($depth - 1);
        }
        return $tree;
    }

    public function count(): int {
        return 1 + ($this->left === null ? 0 : $this->left->count() + $this->right->count());
    }
}

$long = Tree::build(12);
$sum = 0;
for ($i = 0; $i < $n; $i++) {
    for ($depth = 4; $depth < 12; $depth += 2) {
        $sum += Tree::build($depth + $i % 2)->count();
    }
}
echo "binary_trees $sum ", $long->count(), "\n";
