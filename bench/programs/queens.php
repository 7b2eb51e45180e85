<?php
// recursion: places 7 queens, n times
$n = (int) ($argv[1] ?? 8000);

class Board {
    private array $columns;
    private array $rising;
    private array $falling;
    public int $solutions = 0;

    public function __construct(private int $size) {
        $this->columns = array_fill(0, $size, false);
        $this->rising = array_fill(0, 2 * $size, false);
        $this->falling = array_fill(0, 2 * $size, false);
    }

    public function place(int $row): void {
        if ($row === $this->size) {
            $this->solutions++;
            return;
        }
        for ($column = 0; $column < $this->size; $column++) {
            if ($this->columns[$column] || $this->rising[$row + $column] || $this->falling[$row - $column + $this->size]) {
                continue;
            }
            $this->mark($row, $column, true);
            $this->place($row + 1);
            $this->mark($row, $column, false);
        }
    }

    private function mark(int $row, int $column, bool $taken): void {
        $this->columns[$column] = $taken;
        $this->rising[$row + $column] = $taken;
        $this->falling[$row - $column + $this->size] = $taken;
    }
}

$sum = 0;
for ($i = 0; $i < $n; $i++) {
    $board = new Board(7 - $i % 2);
    $board->place(0);
    $sum += $board->solutions;
}
echo "queens $sum\n";
