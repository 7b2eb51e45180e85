<?php
// exceptions: validates n values, one in nine throws through two calls; finally counts
$n = (int) ($argv[1] ?? 8600000);

class ValidationError extends Exception {}
class RangeError_ extends ValidationError {}

function check(int $value): int {
    if ($value % 18 == 0) {
        throw new RangeError_('out of range', $value % 100);
    }
    if ($value % 9 == 0) {
        throw new ValidationError('invalid', $value % 10);
    }
    return $value * 2;
}

function validate(int $value): int {
    return check($value) + 1;
}

$good = $bad = $worse = $finished = 0;
for ($i = 1; $i <= $n; $i++) {
    try {
        $good = ($good + validate($i)) % 1000003;
    } catch (RangeError_ $e) {
        $worse += $e->getCode();
    } catch (ValidationError $e) {
        $bad += strlen($e->getMessage()) + $e->getCode();
    } finally {
        $finished++;
    }
}
echo "exceptions_loop $good $bad $worse $finished\n";
