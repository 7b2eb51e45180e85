<?php
// What a function returns by reference is copied by an assignment; the reference goes when the assignment is over, not
// before, whatever leaves the compiled loop in between.
class Store {
    private array $items = [];
    public function &item(string $key) {
        if (!isset($this->items[$key])) $this->items[$key] = [count($this->items)];
        return $this->items[$key];
    }
    public function &fresh($v) { $local = [$v]; return $local; }
    public function &none($v) { $o = new stdClass; $o->v = $v; return $o; }
}
$s = new Store;
$sum = 0;
$target = 1;
$alias = &$target;
for ($i = 0; $i < 400; $i++) {
    $a = $s->item('k' . $i % 7);
    $b = $s->fresh($i);
    $o = $s->none($i);
    $target = $s->fresh($i + 1);
    $target = $s->none($i % 3 ? 'text' : 2.5)->v;
    $c = &$s->item('k' . $i % 3);
    $c[] = $i;
    $list[$i % 5] = $s->fresh($i);
    $sum += count($a) + $b[0] + $o->v + (is_string($alias) ? 1 : 2) + $list[$i % 5][0];
}
echo $sum, ' ', count($s->item('k1')), ' ', $alias, "\n";
