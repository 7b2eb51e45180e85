<?php
interface X { private function f(); }
