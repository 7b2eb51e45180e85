<?php
// strings: splits a program text into tokens, n times
$n = (int) ($argv[1] ?? 3000);

class Lexer {
    private const KEYWORDS = ['if' => true, 'else' => true, 'while' => true, 'return' => true, 'function' => true, 'var' => true];
    private int $pos = 0;
    private int $length;

    public function __construct(private string $source) {
        $this->length = strlen($source);
    }

    public function next(): ?array {
        while ($this->pos < $this->length && ($this->source[$this->pos] === ' ' || $this->source[$this->pos] === "\n")) {
            $this->pos++;
        }
        if ($this->pos >= $this->length) {
            return null;
        }
        $c = $this->source[$this->pos];
        if ($c >= 'a' && $c <= 'z' || $c === '_') {
            $start = $this->pos;
            while ($this->pos < $this->length && $this->isWord($this->source[$this->pos])) {
                $this->pos++;
            }
            $word = substr($this->source, $start, $this->pos - $start);
            return [isset(self::KEYWORDS[$word]) ? 'keyword' : 'name', $word];
        }
        if ($c >= '0' && $c <= '9') {
            $value = 0;
            while ($this->pos < $this->length && $this->source[$this->pos] >= '0' && $this->source[$this->pos] <= '9') {
                $value = $value * 10 + ord($this->source[$this->pos++]) - 48;
            }
            return ['number', $value];
        }
        if ($c === '"') {
            $text = '';
            while (++$this->pos < $this->length && $this->source[$this->pos] !== '"') {
                $text .= $this->source[$this->pos];
            }
            $this->pos++;
            return ['string', $text];
        }
        $this->pos++;
        if ($c === '=' && $this->pos < $this->length && $this->source[$this->pos] === '=') {
            $this->pos++;
            return ['op', '=='];
        }
        return ['op', $c];
    }

    private function isWord(string $c): bool {
        return $c >= 'a' && $c <= 'z' || $c >= '0' && $c <= '9' || $c === '_';
    }
}

$source = str_repeat("function fact_1(n) { if (n == 0) { return 1; } else { return n * fact_1(n - 1); } }\nvar message = \"hello world\"; while (x == 1024) { x = x + 42; }\n", 15);
$sums = ['keyword' => 0, 'name' => 0, 'number' => 0, 'string' => 0, 'op' => 0];
for ($i = 0; $i < $n; $i++) {
    $lexer = new Lexer($source);
    while (($token = $lexer->next()) !== null) {
        [$kind, $text] = $token;
        $sums[$kind] += $kind === 'number' ? $text : strlen($text);
    }
}
echo 'tokenizer ', implode(' ', $sums), "\n";
