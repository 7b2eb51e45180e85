<?php
// not for php8.2 (it runs out of stack and dies): a destructor that makes an object with a destructor, ten
// thousand times over.
class A {
    public function __destruct() {
        static $n = 0;
        if (++$n < 10000) {
            new A;
        } else {
            echo $n, "\n";
        }
    }
}
$a = new A;
unset($a);
echo "after\n";
