<?php
abstract final class Q {}
