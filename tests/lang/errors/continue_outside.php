<?php
continue 2;
