<?php
function part() { return basename(__FILE__) . __LINE__; }
