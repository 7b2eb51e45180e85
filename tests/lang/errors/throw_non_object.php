<?php
throw "string";
