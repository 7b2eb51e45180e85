<?php
printf("[%s] [%5s] [%-5s] [%05d] [%'*8s] [%+d] [%+d] [%x] [%X] [%o] [%b] [%c] [%%] [%e] [%.2e] [%E]\n", 'a', 'b', 'c', 42, 'pad', 7, -7, 255, 255, 8, 5, 65, 12345.678, 0.00012, 1.5);
printf("[%d] [%d] [%d] [%u] [%.3f] [%8.2f] [%-8.2f|] [%08.3f] [%F] [%g] [%G] [%5.1f] [%s]\n", '12abc', 3.99, true, -1, 3.14159, 2.5, 2.5, -1.5, 1.5, 0.00001234, 1e20, 9.96, 1.0);
printf("[%2\$s %1\$s] [%1\$'#10s] [%2\$-10s]\n", 'one', 'two');
printf("[%.2s] [%5.1s] [%s] [%s] [%s] [%s]\n", 'abcdef', 'xyz', true, null, 3.0, -0.0);
echo sprintf('%06.2f', 3.14159), ' ', sprintf('%03d', -5), ' ', vsprintf('%s-%s', ['x', 'y']), ' ', number_format(1234567.891, 2), ' ', number_format(1234567.891, 2, ',', '.'), ' ', number_format(0.5), ' ', number_format(-1234.567, 1), "\n";
try {
    printf('%d %d', 1);
} catch (ArgumentCountError $e) {
    echo $e->getMessage(), "\n";
}
try {
    printf('%z', 1);
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
printf("%s %s\n", PHP_INT_MAX, PHP_INT_MIN);
echo sprintf("%'.10d|%+.1f|%5d|%-5d|%x", 42, 1.25, -3, -3, -1), "\n";
