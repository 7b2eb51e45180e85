<?php
interface I { function f(); } class A implements I {}
