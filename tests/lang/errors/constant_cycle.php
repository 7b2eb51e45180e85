<?php
class A { const X = self::Y; const Y = self::X; } echo A::X;
