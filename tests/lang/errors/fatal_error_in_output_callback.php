<?php
// not for php8.2, which names the end of the request instead
// What the callback was given goes on without it, and the message follows.
echo "before\n";
ob_start(function ($text) {
    eval('break;');
    return "changed: $text";
});
echo "given\n";
ob_end_flush();
echo "not reached\n";
