<?php
enum Suit: string {
    case Hearts = 'H';
    case Spades = 'S';
    const Wild = self::Spades;
    const ALL = [self::Hearts, self::Spades];
    public static function random() { return self::Hearts; }
    public function color(): string { return match ($this) { self::Hearts => 'Red', self::Spades => 'Black' }; }
    public function label(): string { return ucfirst(strtolower($this->name)) . $this->value; }
}
enum Status implements JsonSerializable { case On; case Off; public function jsonSerialize(): mixed { return 'status:' . $this->name; } public static function default(): self { return self::Off; } }
echo Suit::Hearts->value, Suit::Hearts->name, Suit::from('S')->name, Suit::tryFrom('X')?->name ?? 'none', Suit::Wild->color(), Suit::random()->label(), "\n";
var_dump(Suit::cases(), Suit::Hearts === Suit::from('H'), Suit::Hearts == Suit::Spades, Suit::Hearts instanceof Suit, Suit::Hearts instanceof UnitEnum, Suit::Hearts instanceof BackedEnum, Status::On);
echo json_encode([Suit::Hearts, Status::On, 'k' => Suit::ALL]), count(Status::cases()), Status::default()->name, "\n";
try {
    Suit::from('nope');
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
foreach ([fn() => new Suit, fn() => clone Suit::Hearts, fn() => Suit::Nope, fn() => Suit::Hearts < Suit::Spades ? 'lt' : 'not lt'] as $f) {
    try {
        var_dump($f());
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
function takes(Suit $s = Suit::Hearts) { return $s->name; }
echo takes(), takes(Suit::Spades), "\n";
$name = 'Spades';
echo constant("Suit::$name")->value, defined('Suit::Hearts') ? 'defined' : '', "\n";
var_export([Suit::Hearts, Status::Off]);
echo "\n", match (Suit::Hearts) { Suit::Spades => 'spades', Suit::Hearts => 'hearts' }, "\n";
class K { const S = Suit::Hearts; public Suit $p = Suit::Spades; }
echo K::S->name, (new K)->p->name, (fn() => Suit::Hearts?->name)(), "\n";
$map = new WeakMap;
$map[Suit::Hearts] = 'h';
echo $map[Suit::Hearts], count($map), serialize(Suit::Hearts), unserialize('E:11:"Suit:Hearts";')->name, "\n";
