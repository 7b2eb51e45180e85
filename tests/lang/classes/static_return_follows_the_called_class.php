<?php
// What `static` means as a return type depends on the class that was called, whatever ran before.
class A {
    public static function make(string $class): static { return new $class; }
    public function self(): static { return $this; }
}
class B extends A {}
for ($i = 0; $i < 100; $i++) {
    A::make('A');
    A::make('B');
    (new B)->self();
}
try {
    for ($i = 0; $i < 100; $i++) B::make($i < 90 ? 'B' : 'A');
} catch (TypeError $e) {
    echo $i, ': ', $e->getMessage(), "\n";
}
