<?php
echo "before\n";
if (true {
}
