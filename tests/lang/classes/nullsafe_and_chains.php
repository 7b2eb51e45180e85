<?php
class N { public ?N $next = null; public $v = 'v'; public $arr = ['k' => 'in array']; function next() { echo '[next]'; return $this->next; } function self() { return $this; } static function make() { return new self; } function __get($n) { return null; } }
$n = new N;
function boom() { echo '[boom]'; return 1; }
var_dump($n->next?->v, $n->next()?->next()->foo(boom()), $n?->v, $n->self()?->self()->v, $n?->arr['k'], $n->next?->arr['k']['x'], isset($n->next?->next->v), empty($n->next?->v), $n->undefined?->x);
$null = null;
var_dump($null?->a->b->c, $null?->x[boom()], "{$null?->x}|$n?->v");
echo (new N)->self()->arr['k'], N::make()->v, (clone $n)->v, [new N, 'make']()->v, "\n";
$n->next = new N;
$n->next->next = new N;
$n->next->next->v = 'deep';
echo $n->next->next->v, $n?->next?->next?->next?->v ?? 'end', "\n";
$n->next->arr['new'][] = 'x';
echo json_encode($n->next->arr), "\n";
$m = 'self';
echo $n->$m()->{'v'}, $n->{'ne' . 'xt'}->v, "\n";
try {
    $null->v();
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
$null?->set(boom());
foreach ($null?->list ?? [1] as $x) {
    echo $x, "\n";
}
