<?php
// Floats among the arguments of a backtrace have the precision of echo.
function f($a,$b) { throw new Exception('x'); }
try { f(0.5, 4.53); } catch (Exception $e) { echo $e->getTraceAsString(),"\n"; }
ini_set('precision', 17);
echo 4.53,"\n"; 
try { f(0.5, 4.53); } catch (Exception $e) { echo $e->getTraceAsString(),"\n"; }
ini_set('precision', 5);
try { f(0.5, 4.530001); } catch (Exception $e) { echo $e->getTraceAsString(),"\n"; }
ini_set('precision', -1);
try { f(0.5, 4.53); } catch (Exception $e) { echo $e->getTraceAsString(),"\n"; }
try { f(1e100, 3.0); } catch (Exception $e) { echo $e->getTraceAsString(),"\n"; }
