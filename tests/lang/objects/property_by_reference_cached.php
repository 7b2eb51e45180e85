<?php
// By-reference fetches of properties through warm caches: typed, untyped, and references already there.
class Holder {
    public array $typed = [3, 1, 2];
    public ?Holder $child = null;
    public $free = [5, 4];
    public int $count = 0;
    private array $stack = [];
    public function push(int $v): void { $this->stack[] = $v; }
    public function pop(): mixed { return array_pop($this->stack); }
    public function depth(): int { return count($this->stack); }
}
function bump(&$v): void { $v = is_int($v) ? $v + 1 : $v; }
function spoil(&$v): void { $v = "spoiled"; }
$h = new Holder;
$h->child = new Holder;
for ($i = 0; $i < 4; $i++) {
    $h->push($i);
    $h->push($i * 2);
    sort($h->typed);
    rsort($h->free);
    $h->free[] = $i;
    bump($h->count);
    echo $h->pop(), ' ', $h->depth(), ' ', implode(',', $h->typed), ' ', implode(',', $h->free), ' ', $h->count, "\n";
    foreach (['child', 'count'] as $name) {
        try {
            if ($name == 'child') spoil($h->child);
            else spoil($h->count);
        } catch (TypeError $e) {
            echo $e->getMessage(), "\n";
        }
    }
    spoil($h->free);
    $h->free = [9, $i];
    $copy = clone $h;
    $copy->typed[] = 'copied';
    echo count($h->typed), count($copy->typed), "\n";
    $h->child->count += 2;
    $h->child->typed[] = $i;
    echo $h->child->count, count($h->child->typed), "\n";
}
$r = &$h->count;
try { $r = "text"; } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
$r = 7;
echo $h->count, "\n";
