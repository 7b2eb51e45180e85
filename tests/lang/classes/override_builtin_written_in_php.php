<?php
// Return types of builtin methods are tentative, in whatever language the builtin is written.
class A extends RecursiveFilterIterator {
    #[ReturnTypeWillChange]
    public function accept() { return true; }
    #[ReturnTypeWillChange]
    public function getChildren() { return parent::getChildren(); }
}
class B extends SplDoublyLinkedList {
    #[ReturnTypeWillChange]
    public function count() { return 1; }
}
class C extends ArrayObject { #[ReturnTypeWillChange] function offsetGet($k) { return 'got'; } }
echo (new C)['x'], count(new B), "\n";
foreach (new RecursiveIteratorIterator(new A(new RecursiveArrayIterator([1, [2, 3]]))) as $v) echo $v;
