<?php
// numeric: planets as objects, n steps of their motion
$n = (int) ($argv[1] ?? 350000);

class Body {
    public function __construct(
        public float $x, public float $y, public float $z,
        public float $vx, public float $vy, public float $vz,
        public float $mass,
    ) {}
}

class Planets {
    /** @var Body[] */
    private array $bodies;

    public function __construct(array $bodies) {
        $this->bodies = $bodies;
        $px = $py = $pz = 0.0;
        foreach ($bodies as $b) {
            $px += $b->vx * $b->mass;
            $py += $b->vy * $b->mass;
            $pz += $b->vz * $b->mass;
        }
        $bodies[0]->vx = -$px / $bodies[0]->mass;
        $bodies[0]->vy = -$py / $bodies[0]->mass;
        $bodies[0]->vz = -$pz / $bodies[0]->mass;
    }

    public function advance(float $dt): void {
        $count = count($this->bodies);
        for ($i = 0; $i < $count; $i++) {
            $a = $this->bodies[$i];
            for ($j = $i + 1; $j < $count; $j++) {
                $b = $this->bodies[$j];
                $dx = $a->x - $b->x;
                $dy = $a->y - $b->y;
                $dz = $a->z - $b->z;
                $d2 = $dx * $dx + $dy * $dy + $dz * $dz;
                $mag = $dt / ($d2 * sqrt($d2));
                $a->vx -= $dx * $b->mass * $mag;
                $a->vy -= $dy * $b->mass * $mag;
                $a->vz -= $dz * $b->mass * $mag;
                $b->vx += $dx * $a->mass * $mag;
                $b->vy += $dy * $a->mass * $mag;
                $b->vz += $dz * $a->mass * $mag;
            }
        }
        foreach ($this->bodies as $b) {
            $b->x += $dt * $b->vx;
            $b->y += $dt * $b->vy;
            $b->z += $dt * $b->vz;
        }
    }

    public function energy(): float {
        $e = 0.0;
        foreach ($this->bodies as $i => $a) {
            $e += 0.5 * $a->mass * ($a->vx ** 2 + $a->vy ** 2 + $a->vz ** 2);
            for ($j = $i + 1; $j < count($this->bodies); $j++) {
                $b = $this->bodies[$j];
                $dx = $a->x - $b->x;
                $dy = $a->y - $b->y;
                $dz = $a->z - $b->z;
                $e -= $a->mass * $b->mass / sqrt($dx * $dx + $dy * $dy + $dz * $dz);
            }
        }
        return $e;
    }
}

$system = new Planets([
    new Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47),
    new Body(4.84, -1.16, -0.10, 0.6, 2.8, -0.02, 0.037),
    new Body(8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011),
    new Body(12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017),
    new Body(15.37, -25.9, 0.179, 0.97, 0.59, -0.034, 0.002),
]);
for ($i = 0; $i < $n; $i++) {
    $system->advance(0.01);
}
printf("nbody %.9f\n", $system->energy());
