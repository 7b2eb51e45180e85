<?php
// Static properties written in compiled loops, parameters whose defaults are constants, <=> of floats, isset of
// elements that scalars cannot have.

const LIMIT = 3;

class Base
{
    const STEP = 2;
    const NAME = 'base';
    const LIST = [1, 2, 3];
    public static int $count = 0;
    public static $any = null;
    protected static ?string $typed = null;
    public static float $sum = 0;
    public static array $seen = [];


    public static function step(int $by = self::STEP, array $list = self::LIST, string $name = self::NAME . '!', $limit = LIMIT)
    {
        static::$count += $by;
        self::$count++;
        ++static::$count;
        static::$sum += $by / 2;
        self::$typed = $by % 2 ? null : $name;
        static::$any = $limit > 2 ? [$by, $name] : $limit;
        if (isset(static::$seen[$by])) static::$seen[$by]++;
        else static::$seen[$by] = count($list);
        return static::$count-- + strlen(self::$typed ?? '');
    }
}

class Derived extends Base
{
    const STEP = 5;
    const NAME = 'derived';
    public static int $count = 100;
    public static $any;
}

trait Counts
{
    public function times(int $n = self::TIMES)
    {
        return $n;
    }
}
class Twice
{
    use Counts;
    const TIMES = 2;
}
class Thrice
{
    use Counts;
    const TIMES = 3;
}

$total = 0;
for ($i = 0; $i < 400; $i++) {
    $total += Base::step();
    $total += Derived::step($i % 3);
    $total += Derived::step(list: [1]);
}
var_dump($total, Base::$count, Derived::$count, Base::$sum, Base::$any, Derived::$any, Base::$seen);

$twice = new Twice;
$thrice = new Thrice;
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    $sum += $twice->times() * 1000;
    $sum += $thrice->times();
}
var_dump($sum);

Base::$count = PHP_INT_MAX - 150;
try {
    for ($i = 0; $i < 300; $i++) Base::$count++;
} catch (TypeError $e) {
    echo $i, ' ', $e->getMessage(), "\n";
}
try {
    for ($i = 0; $i < 300; $i++) Base::$sum = $i < 250 ? $i : 'text';
} catch (TypeError $e) {
    echo $i, ' ', $e->getMessage(), "\n";
}
var_dump(Base::$sum);
$alias = &Base::$any;
for ($i = 0; $i < 200; $i++) Base::$any = $i;
var_dump($alias);

$orders = [];
$floats = [1.5, -2.0, NAN, 0.0, INF, 3, -0.0, 2];
for ($i = 0; $i < 640; $i++) {
    $order = $floats[$i % 8] <=> $floats[intdiv($i, 8) % 8];
    $orders[$order] = ($orders[$order] ?? 0) + 1;
}
ksort($orders);
var_dump($orders);

$set = 0;
$scalars = [null, true, false, 5, 2.5, 'text', ['k' => 1]];
for ($i = 0; $i < 700; $i++) {
    $s = $scalars[intdiv($i, 100)];
    if (isset($s['k'])) $set++;
    if (isset($s[2])) $set += 100;
    if (isset($s[1.0])) $set += 10000;
}
var_dump($set);

class Memo
{
    private static array $known = [];
    public static $untyped;
    public static array $lists = ['a' => [], 'b' => []];

    public static function of(int $n): int
    {
        return self::$known[$n] ??= $n < 2 ? $n : self::of($n - 1) + self::of($n - 2);
    }

    public static function note(int $n): void
    {
        self::$lists[$n % 2 ? 'a' : 'b'][] = $n;
        static::$lists['count'][$n % 5] = (static::$lists['count'][$n % 5] ?? 0) + 1;
        self::$untyped['x']['y'] = $n;
        self::$known[$n] ??= 0;
        self::$known[$n]++;
        if ($n % 50 === 0) self::$untyped = $n % 100 ? null : ['x' => 1];
        if ($n % 60 === 0) unset(self::$known[$n]);
    }

    public static function state(): string
    {
        return json_encode([count(self::$known), self::$untyped, self::$lists['count'], array_sum(self::$lists['a'])]);
    }
}
for ($i = 0; $i < 50; $i++) Memo::of($i);
var_dump(Memo::of(60));
for ($i = 1; $i < 400; $i++) {
    try {
        Memo::note($i);
    } catch (Error $e) {
        Memo::$untyped = null;
        if ($i < 120) echo $i, ' ', $e->getMessage(), "\n";
    }
}
echo Memo::state(), "\n";
$copy = Memo::$lists;
Memo::note(401);
var_dump(count($copy['a']), count(Memo::$lists['a']));
