<?php
class A { function __toString() { return "s"; } } echo new A, "\n"; class B { } echo new B;
