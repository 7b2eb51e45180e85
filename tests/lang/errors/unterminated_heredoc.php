<?php
echo <<<X
text
