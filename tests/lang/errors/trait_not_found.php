<?php
class A { use NoTrait; }
