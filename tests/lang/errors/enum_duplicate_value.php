<?php // not for php8.2
enum E: int { case A = 1; case B = 1; }
try {
    E::from(1);
} catch (Error $e) {
    echo get_class($e), ": ", $e->getMessage(), "\n";
}
