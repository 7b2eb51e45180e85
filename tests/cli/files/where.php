<?php
echo __FILE__, "|", __DIR__, "|", basename(getcwd()), "\n";
