<?php
function handler() { throw new Exception("from handler"); } set_error_handler("handler"); function f() { echo $u; } f();
