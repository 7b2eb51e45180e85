<?php
// not for php8.2 (which gets to the end of its address space first): what a result needs is asked for before hours of
// work on it.
register_shutdown_function(function () {
    try {
        hash_pbkdf2('sha1', 'a', 'b', 1, PHP_INT_MAX);
    } finally {
        echo "never\n";
    }
});
(new Random\Randomizer)->getBytesFromString('a', PHP_INT_MAX);
