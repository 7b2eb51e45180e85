<?php
// numeric: a scene of spheres, immutable vectors as small objects, n by n rays
$n = (int) ($argv[1] ?? 610);

final class Vec {
    public function __construct(public float $x, public float $y, public float $z) {}

    public function add(Vec $o): Vec {
        return new Vec($this->x + $o->x, $this->y + $o->y, $this->z + $o->z);
    }

    public function sub(Vec $o): Vec {
        return new Vec($this->x - $o->x, $this->y - $o->y, $this->z - $o->z);
    }

    public function scale(float $k): Vec {
        return new Vec($this->x * $k, $this->y * $k, $this->z * $k);
    }

    public function dot(Vec $o): float {
        return $this->x * $o->x + $this->y * $o->y + $this->z * $o->z;
    }

    public function unit(): Vec {
        return $this->scale(1.0 / sqrt($this->dot($this)));
    }
}

final class Sphere {
    public function __construct(public Vec $center, public float $radius, public float $shine) {}

    public function hit(Vec $from, Vec $direction): ?float {
        $to = $from->sub($this->center);
        $b = $to->dot($direction);
        $c = $to->dot($to) - $this->radius * $this->radius;
        $d = $b * $b - $c;
        if ($d < 0.0) {
            return null;
        }
        $t = -$b - sqrt($d);
        return $t > 0.0001 ? $t : null;
    }
}

final class Scene {
    private Vec $light;
    /** @var Sphere[] */
    private array $spheres = [];

    public function __construct() {
        $this->light = (new Vec(1.0, 2.0, -1.5))->unit();
        for ($i = 0; $i < 8; $i++) {
            $this->spheres[] = new Sphere(new Vec($i % 4 - 1.5, intdiv($i, 4) - 0.5, 3.0 + $i % 3), 0.45, 0.1 * ($i % 4));
        }
    }

    public function trace(Vec $from, Vec $direction, int $depth): float {
        $nearest = INF;
        $what = null;
        foreach ($this->spheres as $sphere) {
            $t = $sphere->hit($from, $direction);
            if ($t !== null && $t < $nearest) {
                $nearest = $t;
                $what = $sphere;
            }
        }
        if ($what === null) {
            return 0.2 + 0.3 * $direction->y;
        }
        $point = $from->add($direction->scale($nearest));
        $normal = $point->sub($what->center)->unit();
        $color = 0.1 + 0.8 * max(0.0, $normal->dot($this->light));
        if ($depth > 0 && $what->shine > 0.0) {
            $mirrored = $direction->sub($normal->scale(2.0 * $direction->dot($normal)));
            $color += $what->shine * $this->trace($point, $mirrored, $depth - 1);
        }
        return $color;
    }
}

$scene = new Scene();
$eye = new Vec(0.0, 0.0, -1.0);
$sum = 0.0;
for ($y = 0; $y < $n; $y++) {
    for ($x = 0; $x < $n; $x++) {
        $direction = new Vec(2.0 * $x / $n - 1.0, 1.0 - 2.0 * $y / $n, 1.5);
        $sum += $scene->trace($eye, $direction->unit(), 3);
    }
}
printf("ray_tracer %.6f\n", $sum);
