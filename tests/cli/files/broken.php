<?php
echo "before\n";
if (true) {
  echo 1 2;
}
