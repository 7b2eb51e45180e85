<?php
// Decimal numbers in strings and in objects. not for php8.2: it has no such objects
echo bcadd('1', '2.345', 2), ' ', bcsub('-0.001', '0', 2), ' ', bcmul('2.5', '-4', 1), ' ', bcdiv('1', '3', 20), "\n";
echo bcmod('-10.5', '3', 1), ' ', bcpow('1.1', '10', 6), ' ', bcpow('2', '-3', 5), ' ', bcsqrt('2', 30), "\n";
echo bcpowmod('4', '13', '497'), ' ', bccomp('1.0001', '1.0002', 3), ' ', bccomp('-1', '1'), "\n";
// Long division, with a quotient digit that is guessed too high.
$a = bcpow('10', '60');
echo bcdiv(bcsub($a, '1'), '999999999999999999999999999998', 0), ' ', bcmod($a, '123456789012345678901'), "\n";
echo bcmul(str_repeat('9', 40), str_repeat('9', 40)), "\n";
echo implode(' ', bcdivmod('-7.25', '2', 2)), ' ', bcfloor('-1.5'), ' ', bcceil('-1.5'), ' ', bcround('1250', -2), ' ', bcround('2.5', 0, RoundingMode::HalfEven), "\n";
bcscale(3);
echo bcadd('1', '1'), ' ', bcscale(), ' ', ini_get('bcmath.scale'), "\n";
foreach ([fn() => bcadd('a', '1'), fn() => bcdiv('1', '0'), fn() => bcsqrt('-1'), fn() => bcpow('2', '1.5'), fn() => bcadd('1', '1', -1)] as $f) {
    try { $f(); } catch (Error $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}

$n = new BcMath\Number('1.50');
$sum = $n + 1;
$n2 = $n;
$n2 += '0.005';
$n++;
echo "$n $n2 $sum ", 10 / $n, ' ', $n ** 3, ' ', $n % 2, ' ', $n2->scale, "\n";
var_dump($n > 2, $n == '2.5', (bool) new BcMath\Number('0.00'), $sum <=> $n);
var_dump(unserialize(serialize($n)));
for ($i = 0, $total = new BcMath\Number(0); $i < 500; $i++) $total = $total + '0.1';
echo $total, "\n";
try { $n + []; } catch (Error $e) { echo $e->getMessage(), "\n"; }
try { $n->value = '1'; } catch (Error $e) { echo $e->getMessage(), "\n"; }
