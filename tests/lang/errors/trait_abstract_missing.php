<?php
trait T { abstract function need(); } class U { use T; }
