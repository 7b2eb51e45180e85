<?php
// Writing properties of objects that lie in properties and elements, where what lies there changes.

class Node
{
    public ?Node $next = null;
    public ?Node $prev = null;
    public int $count = 0;
    public $any;
    public string $text = '';

    public function __construct(public readonly int $id) {}

    public function __destruct()
    {
        if ($this->text !== '') echo "gone: $this->id {$this->text}\n";
    }
}

class Holder
{
    public array $list = [];
    public $inner;

    public function __construct(private readonly Node $fixed, private Node $typed)
    {
        $this->inner = new stdClass;
        $this->inner->deep = new stdClass;
        $this->inner->deep->n = 0;
    }

    public function run(int $i): int
    {
        $this->fixed->count++;
        $this->fixed->any = $i;
        $this->typed->count += 2;
        $this->typed->text = '';
        $this->inner->deep->n++;
        $this->inner->deep->last = $i;
        $this->list[$i % 3] ??= new Node($i);
        $this->list[$i % 3]->count += $i;
        $this->list[$i % 3]->any .= $i % 10;
        return --$this->fixed->count + $this->typed->count++;
    }

    public function state(): string
    {
        $counts = array_map(fn($n) => "$n->count/" . strlen($n->any), $this->list);
        return json_encode([$this->fixed->count, $this->fixed->any, $this->typed->count, $this->inner, $counts]);
    }
}

$h = new Holder(new Node(1), new Node(2));
$sum = 0;
for ($i = 0; $i < 500; $i++) $sum += $h->run($i);
var_dump($sum);
echo $h->state(), "\n";

// A ring whose links are exchanged.
$ring = [];
for ($i = 0; $i < 5; $i++) $ring[] = new Node($i);
foreach ($ring as $i => $n) {
    $n->next = $ring[($i + 1) % 5];
    $n->prev = $ring[($i + 4) % 5];
}
$at = $ring[0];
for ($i = 0; $i < 1000; $i++) {
    $out = $at->next;
    $out->prev->next = $out->next;
    $out->next->prev = $out->prev;
    $out->next = $at->prev->prev->next;
    $out->prev = $out->next->prev;
    $out->prev->next = $out;
    $out->next->prev = $out;
    $at = $at->next;
}
$order = [];
for ($i = 0, $n = $ring[0]; $i < 6; $i++, $n = $n->next) $order[] = $n->id;
echo implode(' ', $order), "\n";
foreach ($ring as $n) $n->next = $n->prev = null;

// The place holds something else one time: null, an int, a reference, an object of another class.
class Magic
{
    public $log = [];
    private $kept;

    public function __construct()
    {
        $this->kept = new Node(77);
    }

    public function __get($name)
    {
        $this->log[] = "get $name";
        return $this->kept;
    }

    public function __set($name, $value)
    {
        $this->log[] = "set $name";
    }
}

$o = new Node(10);
$other = new stdClass;
$other->count = 5;
$magic = new Magic;
$node = new Node(11);
$seen = [];
for ($i = 0; $i < 400; $i++) {
    $o->any = match (true) {
        $i === 200 => null,
        $i === 210 => 5,
        $i === 220 => 'text',
        $i > 300 && $i < 320 => $other,
        $i === 330 => $magic,
        default => $node,
    };
    if ($i === 250) {
        $alias = &$o->any;
        $alias = $node;
    }
    if ($i === 260) unset($alias);
    try {
        $o->any->count = $i;
        $o->any->any = $i & 1 ? $i : "s$i";
    } catch (Error $e) {
        $seen[] = $i . ' ' . $e->getMessage();
    }
    try {
        $o->any->count .= '1';
    } catch (Error $e) {
        $seen[] = $i . ' ' . get_class($e) . ' ' . $e->getMessage();
    }
}
var_dump($seen, $node->count, $node->any, $other, $magic->log);

// Values of the wrong type, and objects that die when they are replaced.
$holder = new stdClass;
$errors = 0;
for ($i = 0; $i < 300; $i++) {
    $holder->a = new stdClass;
    $holder->a->b = new Node($i);
    if ($i % 100 === 99) $holder->a->b->text = 'old';
    try {
        $holder->a->b->count = $i === 150 ? 'no number' : $i;
    } catch (TypeError $e) {
        $errors++;
    }
    $holder->a->b->next = new Node(1000 + $i);
    if ($i % 100 === 50) $holder->a->b->next->text = 'next';
    $holder->a->b->next = null;
}
var_dump($errors, $holder->a->b->count);
unset($holder->a->b);
$holder->a->b['x']->y = 1;
