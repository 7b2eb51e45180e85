<?php
class A extends B {} class B extends C {}
