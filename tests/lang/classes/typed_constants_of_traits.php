<?php
// not for php8.2, which has no typed constants
// A class may repeat a trait's constant: both expressions are evaluated to see that they agree.
const G = new stdClass;
enum E { case One; }
trait T {
    public const stdClass G = G;
    public const E One = E::One;
    public const array LIST = [E::One, 'a' . 'b'];
}
class C {
    use T;
    public const stdClass G = G;
    public const E One = E::One;
    public const array LIST = [E::One, 'a' . 'b'];
}
var_dump(C::G === G, C::One, C::LIST);
