<?php
echo "one\n"; exit(3); echo "two";
