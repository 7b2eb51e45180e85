<?php
// bits: SHA-256 written out, over n messages
$n = (int) ($argv[1] ?? 20000);

final class Sha256 {
    private array $k = [];
    private array $start = [];

    public function __construct() {
        // The constants are the first bits of roots of primes.
        for ($p = 2; count($this->k) < 64; $p++) {
            for ($d = 2; $d * $d <= $p && $p % $d != 0; $d++);
            if ($d * $d > $p) {
                if (count($this->start) < 8) {
                    $this->start[] = self::fraction(sqrt($p));
                }
                $this->k[] = self::fraction($p ** (1 / 3));
            }
        }
    }

    private static function fraction(float $x): int {
        return (int) (($x - floor($x)) * 4294967296.0);
    }

    private static function rotate(int $x, int $by): int {
        return (($x >> $by) | ($x << (32 - $by))) & 0xFFFFFFFF;
    }

    public function hash(string $message): string {
        $length = strlen($message);
        $message .= "\x80";
        while (strlen($message) % 64 != 56) {
            $message .= "\0";
        }
        $bits = $length * 8;
        $message .= "\0\0\0\0" . chr($bits >> 24 & 255) . chr($bits >> 16 & 255) . chr($bits >> 8 & 255) . chr($bits & 255);
        $state = $this->start;
        for ($offset = 0; $offset < strlen($message); $offset += 64) {
            $w = [];
            for ($i = 0; $i < 16; $i++) {
                $at = $offset + $i * 4;
                $w[] = ord($message[$at]) << 24 | ord($message[$at + 1]) << 16 | ord($message[$at + 2]) << 8 | ord($message[$at + 3]);
            }
            for ($i = 16; $i < 64; $i++) {
                $s0 = self::rotate($w[$i - 15], 7) ^ self::rotate($w[$i - 15], 18) ^ ($w[$i - 15] >> 3);
                $s1 = self::rotate($w[$i - 2], 17) ^ self::rotate($w[$i - 2], 19) ^ ($w[$i - 2] >> 10);
                $w[] = ($w[$i - 16] + $s0 + $w[$i - 7] + $s1) & 0xFFFFFFFF;
            }
            [$a, $b, $c, $d, $e, $f, $g, $h] = $state;
            for ($i = 0; $i < 64; $i++) {
                $s1 = self::rotate($e, 6) ^ self::rotate($e, 11) ^ self::rotate($e, 25);
                $choice = ($e & $f) ^ (~$e & $g);
                $t1 = $h + $s1 + $choice + $this->k[$i] + $w[$i];
                $s0 = self::rotate($a, 2) ^ self::rotate($a, 13) ^ self::rotate($a, 22);
                $majority = ($a & $b) ^ ($a & $c) ^ ($b & $c);
                $t2 = $s0 + $majority;
                $h = $g;
                $g = $f;
                $f = $e;
                $e = ($d + $t1) & 0xFFFFFFFF;
                $d = $c;
                $c = $b;
                $b = $a;
                $a = ($t1 + $t2) & 0xFFFFFFFF;
            }
            foreach ([$a, $b, $c, $d, $e, $f, $g, $h] as $i => $v) {
                $state[$i] = ($state[$i] + $v) & 0xFFFFFFFF;
            }
        }
        $hex = '';
        foreach ($state as $v) {
            $hex .= sprintf('%08x', $v);
        }
        return $hex;
    }
}

$sha = new Sha256();
$digest = '';
for ($i = 0; $i < $n; $i++) {
    $digest = $sha->hash($digest . $i);
}
echo "sha256 $digest\n";
