<?php // not for php8.2
enum E: int { case A = 1; case B = 1; }
