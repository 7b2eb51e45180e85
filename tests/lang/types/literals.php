<?php // not for php8.2: E_ALL lost E_STRICT
var_dump(0, 7, -7, 1_000_000, 0x1F, 0b1011, 0755, 0o17, 0xFFFFFFFFFFFFFFFF, 9223372036854775807, 9223372036854775808);
var_dump(1.5, .5, 6., 1e3, 1E-7, 1_0.5_0, 0.1 + 0.2, 1e100, -0.0);
var_dump(true, FALSE, Null, NAN, INF, -INF, PHP_INT_MAX, PHP_INT_MIN, PHP_INT_SIZE);
var_dump('single \n $x \' \\', "double \x41 \101 \u{1F600} \$x \t|\e|\v|\f", "nul\0inside");
var_dump(__LINE__, basename(__FILE__), __FUNCTION__, __CLASS__, __NAMESPACE__);
var_dump(PHP_EOL, M_PI, E_ALL, PHP_FLOAT_EPSILON, PHP_FLOAT_DIG, DIRECTORY_SEPARATOR);
