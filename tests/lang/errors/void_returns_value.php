<?php
function g(): void { return 1; }
