<?php
set_time_limit(1);
for (;;);
