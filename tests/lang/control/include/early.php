<?php
if ($stop) {
    return 'early';
}
echo "not reached when stopped\n";
