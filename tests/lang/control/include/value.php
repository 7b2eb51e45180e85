<?php
$seen_by_includer = isset($outer) ? "outer is $outer" : 'no outer';
function from_include() { return __FUNCTION__ . ' in ' . basename(__FILE__); }
return ['config' => 1, 'line' => __LINE__];
