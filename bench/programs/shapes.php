<?php
// objects: virtual calls on five kinds of shapes, n rounds over a list
$n = (int) ($argv[1] ?? 21000);

abstract class Shape {
    protected static int $made = 0;

    public function __construct(protected float $x, protected float $y) {
        self::$made++;
    }

    abstract public function area(): float;

    public function move(float $dx, float $dy): void {
        $this->x += $dx;
        $this->y += $dy;
    }

    public function weight(): float {
        return $this->area() * $this->density() + $this->x - $this->y;
    }

    protected function density(): float {
        return 1.0;
    }

    public static function made(): int {
        return self::$made;
    }
}

class Circle extends Shape {
    public function __construct(float $x, float $y, private float $r) {
        parent::__construct($x, $y);
    }

    public function area(): float {
        return 3.14159 * $this->r * $this->r;
    }
}

class Rectangle extends Shape {
    public function __construct(float $x, float $y, protected float $w, protected float $h) {
        parent::__construct($x, $y);
    }

    public function area(): float {
        return $this->w * $this->h;
    }
}

class Square extends Rectangle {
    public function __construct(float $x, float $y, float $side) {
        parent::__construct($x, $y, $side, $side);
    }

    protected function density(): float {
        return 0.5;
    }
}

class Triangle extends Rectangle {
    public function area(): float {
        return parent::area() / 2;
    }
}

class Ring extends Circle {
    private float $hole;

    public function __construct(float $x, float $y, float $r, float $hole) {
        parent::__construct($x, $y, $r);
        $this->hole = $hole;
    }

    public function area(): float {
        return parent::area() - 3.14159 * $this->hole * $this->hole;
    }

    protected function density(): float {
        return 2.0;
    }
}

$shapes = [];
for ($i = 0; $i < 200; $i++) {
    $shapes[] = match ($i * 7 % 5) {
        0 => new Circle($i, -$i, 1 + $i % 3),
        1 => new Rectangle($i, $i, 2, 3),
        2 => new Square(-$i, $i, $i % 4),
        3 => new Triangle(0, $i, 4, $i % 5),
        4 => new Ring($i, 0, 3, 1),
    };
}
$total = 0.0;
for ($round = 0; $round < $n; $round++) {
    foreach ($shapes as $shape) {
        $shape->move(0.25, 0.125);
        $total += $shape->weight();
    }
}
printf("shapes %.3f %d\n", $total, Shape::made());
