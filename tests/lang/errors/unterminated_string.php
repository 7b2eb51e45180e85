<?php
echo "x

