<?php
class A { readonly int $x; function __construct() { $this->x = 1; $this->x = 2; } } new A;
