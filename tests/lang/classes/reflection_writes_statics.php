<?php
class A { public static int $n = 1; private static ?string $s = null; final protected static function f() { return static::class; } }
#[AllowDynamicProperties]
class B extends A {}
$a = new ReflectionClass('A');
$a->setStaticPropertyValue('n', '5');
$a->setStaticPropertyValue('s', 'set');
var_dump(A::$n, $a->getStaticPropertyValue('s'), $a->getStaticProperties());
try { $a->setStaticPropertyValue('n', 'x'); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
try { $a->setStaticPropertyValue('q', 1); } catch (ReflectionException $e) { echo $e->getMessage(), "\n"; }
$p = new ReflectionProperty('B', 'n');
$p->setValue(null, 6);
var_dump($p->getValue(), B::$n);
echo implode(' ', Reflection::getModifierNames($a->getMethod('f')->getModifiers())), "\n";
try { @new ReflectionMethod('nothing'); } catch (ReflectionException $e) { echo $e->getMessage(), "\n"; }
$o = new B; $o->extra = 1;
var_dump((new ReflectionObject($o))->getProperty('extra')->isDefault());
