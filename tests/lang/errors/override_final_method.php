<?php
class P { private final function f() {} final function g() {} } class C2 extends P { function g() {} }
