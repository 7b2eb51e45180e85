<?php
echo "a\n"; $x = ;
