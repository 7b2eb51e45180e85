<?php
// interpreters: parses arithmetic expressions into trees and evaluates them, n times
$n = (int) ($argv[1] ?? 22000);

interface Expr {
    public function evaluate(array $variables): float;
}

final class Number implements Expr {
    public function __construct(private float $value) {}

    public function evaluate(array $variables): float {
        return $this->value;
    }
}

final class Variable implements Expr {
    public function __construct(private string $name) {}

    public function evaluate(array $variables): float {
        return $variables[$this->name];
    }
}

final class Binary implements Expr {
    public function __construct(private string $op, private Expr $left, private Expr $right) {}

    public function evaluate(array $variables): float {
        $l = $this->left->evaluate($variables);
        $r = $this->right->evaluate($variables);
        return match ($this->op) {
            '+' => $l + $r,
            '-' => $l - $r,
            '*' => $l * $r,
            '/' => $r == 0.0 ? 0.0 : $l / $r,
        };
    }
}

final class Negation implements Expr {
    public function __construct(private Expr $inner) {}

    public function evaluate(array $variables): float {
        return -$this->inner->evaluate($variables);
    }
}

final class Parser {
    private int $pos = 0;

    public function __construct(private string $text) {}

    public function parse(): Expr {
        return $this->sum();
    }

    private function peek(): string {
        while (isset($this->text[$this->pos]) && $this->text[$this->pos] === ' ') {
            $this->pos++;
        }
        return $this->text[$this->pos] ?? '';
    }

    private function sum(): Expr {
        $left = $this->product();
        while (($op = $this->peek()) === '+' || $op === '-') {
            $this->pos++;
            $left = new Binary($op, $left, $this->product());
        }
        return $left;
    }

    private function product(): Expr {
        $left = $this->factor();
        while (($op = $this->peek()) === '*' || $op === '/') {
            $this->pos++;
            $left = new Binary($op, $left, $this->factor());
        }
        return $left;
    }

    private function factor(): Expr {
        $c = $this->peek();
        if ($c === '(') {
            $this->pos++;
            $inner = $this->sum();
            $this->peek();
            $this->pos++;
            return $inner;
        }
        if ($c === '-') {
            $this->pos++;
            return new Negation($this->factor());
        }
        $start = $this->pos;
        if ($c >= 'a' && $c <= 'z') {
            $this->pos++;
            return new Variable($c);
        }
        while (isset($this->text[$this->pos]) && ($this->text[$this->pos] >= '0' && $this->text[$this->pos] <= '9' || $this->text[$this->pos] === '.')) {
            $this->pos++;
        }
        return new Number((float) substr($this->text, $start, $this->pos - $start));
    }
}

$sources = [
    '1 + 2 * 3 - x / 4',
    '(x + y) * (x - y) / (z + 1.5)',
    '-(2 * x * x - 3 * (y + 4 * (z - 5.25))) / (1 + x)',
    'x * x * x + 3 * x * x * y + 3 * x * y * y + y * y * y',
    '((((1 + x) * 2 + y) * 3 + z) * 4 - 100) / 7',
];
$total = 0.0;
for ($i = 0; $i < $n; $i++) {
    foreach ($sources as $source) {
        $tree = (new Parser($source))->parse();
        for ($x = 1; $x <= 3; $x++) {
            $total += $tree->evaluate(['x' => $x, 'y' => $i % 10, 'z' => 2.5]);
        }
    }
}
printf("parser %.4f\n", $total);
