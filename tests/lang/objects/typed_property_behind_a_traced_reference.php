<?php
// A function that assigns through its by-reference parameter gets hot with plain variables, then meets typed properties.
class Holder {
    public array $list = [3, 1, 2];
    public int $count = 0;
    public $free = 1;
}
function put(&$v, $new) { $v = $new; }
function bump(&$v) { $v++; }
$plain = 'old';
$h = new Holder;
for ($i = 0; $i < 200; $i++) {
    put($plain, "text $i");
    if ($i % 50 == 49) {
        foreach (['list', 'count', 'free'] as $name) {
            try {
                put($h->$name, 'spoiled');
                echo "$name taken\n";
            } catch (TypeError $e) {
                echo $e->getMessage(), "\n";
            }
        }
        put($h->count, '17');
        bump($h->count);
        var_dump($h->count, $h->list === [3, 1, 2], $plain);
    }
}
$h->count = PHP_INT_MAX;
for ($i = 0, $n = 0; $i < 200; $i++) {
    bump($n);
}
try {
    bump($h->count);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
var_dump($n, $h->count);
