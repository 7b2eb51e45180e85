<?php
abstract class A { abstract function f(); } echo "runs\n"; new A;
