<?php
new class { public function __get() {} };
