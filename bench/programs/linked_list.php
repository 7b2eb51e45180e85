<?php
// allocation: a linked list of 2000 nodes is built, reversed, filtered and summed, n times
$n = (int) ($argv[1] ?? 2800);

class Node {
    public function __construct(public int $value, public ?Node $next = null) {}
}

class LinkedList {
    private ?Node $head = null;

    public function push(int $value): void {
        $this->head = new Node($value, $this->head);
    }

    public function reverse(): void {
        $previous = null;
        $node = $this->head;
        while ($node !== null) {
            $next = $node->next;
            $node->next = $previous;
            $previous = $node;
            $node = $next;
        }
        $this->head = $previous;
    }

    public function removeMultiplesOf(int $divisor): int {
        $removed = 0;
        $previous = null;
        for ($node = $this->head; $node !== null; $node = $node->next) {
            if ($node->value % $divisor == 0) {
                if ($previous === null) {
                    $this->head = $node->next;
                } else {
                    $previous->next = $node->next;
                }
                $removed++;
            } else {
                $previous = $node;
            }
        }
        return $removed;
    }

    public function checksum(): int {
        $sum = 0;
        for ($node = $this->head; $node !== null; $node = $node->next) {
            $sum = ($sum * 7 + $node->value) % 1000003;
        }
        return $sum;
    }
}

$check = $removed = 0;
for ($i = 0; $i < $n; $i++) {
    $list = new LinkedList();
    for ($j = 0; $j < 2000; $j++) {
        $list->push($j * 13 % 1009 + $i);
    }
    $list->reverse();
    $removed += $list->removeMultiplesOf(3 + $i % 4);
    $check = ($check + $list->checksum()) % 1000003;
}
echo "linked_list $check $removed\n";
