<?php
class A { function f(int $a) {} } class B extends A { function f(string $a) {} }
