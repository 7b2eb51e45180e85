<?php
echo __LINE__, "\n"; if (1) { echo 2;
