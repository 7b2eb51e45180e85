<?php
echo "before
