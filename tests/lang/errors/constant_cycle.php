<?php // not for php8.2: constant expressions have no frames there
class A { const X = self::Y; const Y = self::X; } echo A::X;
