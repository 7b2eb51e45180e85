<?php
namespace A; const X = 1; echo X, \strlen("abc"), namespace\X; echo UNDEFINED_C;
