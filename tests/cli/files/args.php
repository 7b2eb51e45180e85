<?php
echo $argc, json_encode($argv), "\n";
