<?php
include __DIR__ . '/sub/part.php';
echo part(), "\n";
