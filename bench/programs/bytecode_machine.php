<?php
// interpreters: a small stack machine runs a prime counter, n times
$n = (int) ($argv[1] ?? 430);

// Counts the primes below 400 by trial division. Registers: 0 candidate, 1 divisor, 2 count.
$program = [
    ['push', 2], ['store', 0],
    ['push', 2], ['store', 1],                                      // 2: next candidate
    ['load', 1], ['load', 1], ['mul'], ['load', 0], ['gt'], ['jnz', 18],
    ['load', 0], ['load', 1], ['mod'], ['jz', 22],                  // 10
    ['load', 1], ['push', 1], ['add'], ['jump', 27],                // 14
    ['load', 2], ['push', 1], ['add'], ['store', 2],                // 18: a prime
    ['load', 0], ['push', 1], ['add'], ['store', 0], ['jump', 29],  // 22
    ['store', 1], ['jump', 4],                                      // 27
    ['load', 0], ['push', 400], ['gt'], ['jz', 2],                  // 29
    ['load', 2], ['halt'],
];

class Machine {
    private array $stack = [];
    private array $registers = [0, 0, 0];
    public int $executed = 0;

    public function __construct(private array $program) {}

    public function run(): int {
        $pc = 0;
        while (true) {
            $op = $this->program[$pc++];
            $this->executed++;
            switch ($op[0]) {
                case 'push': $this->stack[] = $op[1]; break;
                case 'load': $this->stack[] = $this->registers[$op[1]]; break;
                case 'store': $this->registers[$op[1]] = array_pop($this->stack); break;
                case 'add': $b = array_pop($this->stack); $this->stack[] = array_pop($this->stack) + $b; break;
                case 'mul': $b = array_pop($this->stack); $this->stack[] = array_pop($this->stack) * $b; break;
                case 'mod': $b = array_pop($this->stack); $this->stack[] = array_pop($this->stack) % $b; break;
                case 'gt': $b = array_pop($this->stack); $this->stack[] = array_pop($this->stack) > $b ? 1 : 0; break;
                case 'jump': $pc = $op[1]; break;
                case 'jz': if (array_pop($this->stack) == 0) { $pc = $op[1]; } break;
                case 'jnz': if (array_pop($this->stack) != 0) { $pc = $op[1]; } break;
                case 'halt': return array_pop($this->stack);
                default: throw new LogicException("unknown operation $op[0]");
            }
        }
    }
}

$primes = $executed = 0;
for ($i = 0; $i < $n; $i++) {
    $machine = new Machine($program);
    $primes += $machine->run();
    $executed += $machine->executed;
}
echo "bytecode_machine $primes $executed\n";
