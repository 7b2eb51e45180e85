<?php
// not for php8.2: it lacks the extension here
$a = gmp_init('123456789012345678901234567890');
echo $a + 1, ' ', $a * $a, ' ', -7 + $a, ' ', $a / 7, ' ', $a % 1000, ' ', gmp_init(2) ** 100, "\n";
echo $a << 4, ' ', $a >> 4, ' ', $a & 0xff, ' ', $a | 1, ' ', $a ^ $a, ' ', ~gmp_init(5), "\n";
echo gmp_strval(gmp_powm(3, 1000, '1000007')), ' ', gmp_strval($a, 16), ' ', gmp_strval(gmp_init('ff', 16), 2), ' ', gmp_cmp($a, 5), ' ', gmp_sign(-4), "\n";
foreach ([GMP_ROUND_ZERO, GMP_ROUND_PLUSINF, GMP_ROUND_MINUSINF] as $mode) echo implode(' ', gmp_div_qr(-7, 2, $mode)), ', ';
echo gmp_gcd(12, 18), ' ', gmp_lcm(4, 6), ' ', gmp_invert(3, 11), ' ', var_export(gmp_invert(2, 4), true), ' ', implode(' ', gmp_gcdext(240, 46)), "\n";
echo gmp_fact(30), ' ', gmp_sqrt('152415787532388367501905199875019052100'), ' ', implode(' ', gmp_rootrem(1000, 3)), ' ', gmp_nextprime(1000), ' ', gmp_prob_prime(97), ' ', gmp_binomial(50, 25), "\n";
var_dump($a > 5, $a == '123456789012345678901234567890', (bool) gmp_init(0), (int) gmp_init(12), gmp_perfect_square(49), gmp_popcount(255), gmp_scan1(8, 0), gmp_testbit(5, 2));
gmp_setbit($a, 200);
echo gmp_strval($a, 16), ' ', bin2hex(gmp_export(0x123456)), ' ', gmp_import("\x12\x34"), "\n";
$b = clone $a;
$b++;
var_dump($b - $a, unserialize(serialize($b)) == $b);
for ($i = 0, $sum = gmp_init(0); $i < 500; $i++) $sum += gmp_mul($i, $i);
echo $sum, "\n";
foreach ([fn() => gmp_init('x'), fn() => gmp_div(1, 0), fn() => $a % 0, fn() => $a + [], fn() => $a ** -1, fn() => gmp_sqrt(-1), fn() => gmp_strval(5, 1)] as $f) {
    try { $f(); } catch (Error $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}
gmp_random_seed(5);
$first = gmp_random_bits(100);
gmp_random_seed(5);
var_dump(gmp_random_bits(100) == $first, gmp_random_range(5, 5 + 1) < 7);
