<?php
$count = ($count ?? 0) + 1;
