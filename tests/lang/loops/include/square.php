<?php
return $i * $i;
