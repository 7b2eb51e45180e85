<?php
// generators: an IteratorAggregate's getIterator() and a generator whose values are gathered in arrays
$n = (int) ($argv[1] ?? 200000);

class Row implements IteratorAggregate {
    public function __construct(private array $cells) {}
    public function getIterator(): Iterator {
        foreach ($this->cells as $place => $cell) yield $place => $cell;
    }
}
function squares(int $from, int $count) {
    for ($i = $from; $i < $from + $count; $i++) yield $i * $i % 1009;
}

function run(int $n): string {
    $sum = $count = 0;
    for ($i = 0; $i < $n; $i++) {
        $row = new Row(iterator_to_array(squares($i, 40)));
        foreach ($row as $place => $cell) $sum = ($sum + $place * $cell) % 1000003;
        $count += iterator_count($row->getIterator());
    }
    return "$sum $count";
}
echo "generator_collect ", run($n), "\n";
