<?php
echo 1; goto nowhere;
