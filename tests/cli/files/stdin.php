<?php
while (($line = fgets(STDIN)) !== false) {
    echo strrev(trim($line)), "\n";
}
var_dump(feof(STDIN), file_get_contents('php://stdin'));
