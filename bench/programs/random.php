<?php
// bits: a xorshift generator shuffles and samples, n rounds
$n = (int) ($argv[1] ?? 67000);

class Random {
    private array $state = [123456789, 362436069, 521288629, 88675123];

    public function next(): int {
        $t = $this->state[0] ^ (($this->state[0] << 11) & 0xFFFFFFFF);
        $w = $this->state[3];
        $w = $w ^ ($w >> 19) ^ $t ^ ($t >> 8);
        $this->state = [$this->state[1], $this->state[2], $this->state[3], $w];
        return $w;
    }

    public function below(int $limit): int {
        return $this->next() % $limit;
    }

    public function shuffle(array $list): array {
        for ($i = count($list) - 1; $i > 0; $i--) {
            $j = $this->below($i + 1);
            [$list[$i], $list[$j]] = [$list[$j], $list[$i]];
        }
        return $list;
    }
}

$random = new Random();
$deck = range(0, 51);
$inside = $sum = 0;
for ($i = 0; $i < $n; $i++) {
    $deck = $random->shuffle($deck);
    $sum = ($sum * 17 + $deck[0] * 52 + $deck[51]) % 1000003;
    for ($k = 0; $k < 20; $k++) {
        $x = $random->next() / 4294967296;
        $y = $random->next() / 4294967296;
        if ($x * $x + $y * $y < 1.0) {
            $inside++;
        }
    }
}
echo "random $sum $inside\n";
