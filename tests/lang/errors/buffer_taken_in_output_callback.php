<?php
// Nor may it end the buffer that it filters.
ob_start(fn($text) => "outer: $text");
ob_start(function ($text) {
    return ob_get_flush() . $text;
});
echo "dropped\n";
