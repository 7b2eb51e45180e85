<?php
declare(strict_types=1); declare(ticks=1); echo intdiv("4", 2);
