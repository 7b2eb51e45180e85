<?php
// bits: FNV-1a over keys and a bloom filter of their hashes, n keys
$n = (int) ($argv[1] ?? 1000000);

function fnv(string $key, int $seed): int {
    $h = 2166136261 ^ $seed;
    for ($i = 0, $length = strlen($key); $i < $length; $i++) {
        $h = (($h ^ ord($key[$i])) * 16777619) & 0xFFFFFFFF;
    }
    return $h ^ ($h >> 15);
}

class BloomFilter {
    private array $words;

    public function __construct(private int $bits) {
        $this->words = array_fill(0, $bits >> 5, 0);
    }

    /** Sets the key's bits; true when all were set before. */
    public function add(string $key): bool {
        $known = true;
        for ($seed = 0; $seed < 3; $seed++) {
            $bit = fnv($key, $seed) & ($this->bits - 1);
            $mask = 1 << ($bit & 31);
            if (!($this->words[$bit >> 5] & $mask)) {
                $known = false;
                $this->words[$bit >> 5] |= $mask;
            }
        }
        return $known;
    }

    public function filled(): int {
        $count = 0;
        foreach ($this->words as $w) {
            while ($w) {
                $w &= $w - 1;
                $count++;
            }
        }
        return $count;
    }
}

$filter = new BloomFilter(1 << 18);
$known = 0;
for ($i = 0; $i < $n; $i++) {
    if ($filter->add('key-' . $i * 7 % 50021)) {
        $known++;
    }
}
echo "fnv_hash $known ", $filter->filled(), "\n";
