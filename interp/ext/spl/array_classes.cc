// ArrayObject, ArrayIterator and RecursiveArrayIterator, in PHP: compiled when first used.
#include "interp/ext/class_tables.h"

namespace tusk {
namespace {

constexpr char kArrayIterator[] = R"php(
class ArrayIterator implements SeekableIterator, ArrayAccess, Serializable, Countable {
    const STD_PROP_LIST = 1;
    const ARRAY_AS_PROPS = 2;
    private $storage;
    public function __construct(array|object $array = [], int $flags = 0) { $this->storage = $array; }
    private function __inner(): ?object {
        $held = $this->storage;
        return ($held instanceof ArrayObject || $held instanceof ArrayIterator) && $held !== $this ? $held : null;
    }
    public function offsetExists(mixed $key): bool {
        if (is_array($this->storage)) return isset($this->storage[$key]);
        return ($inner = $this->__inner()) ? $inner->offsetExists($key) : isset($this->storage->$key);
    }
    public function offsetGet(mixed $key): mixed {
        if (is_array($this->storage)) return $this->storage[$key];
        if ($inner = $this->__inner()) return $inner->offsetGet($key);
        if (!isset($this->storage->$key) && !array_key_exists($key, get_object_vars($this->storage))) {
            \tusk\warn('Undefined array key ' . (is_int($key) ? $key : "\"$key\""));
            return null;
        }
        return $this->storage->$key;
    }
    public function offsetSet(mixed $key, mixed $value): void {
        if (!is_array($this->storage)) {
            if ($inner = $this->__inner()) $inner->offsetSet($key, $value); else $this->storage->$key = $value;
        }
        elseif ($key === null) { $this->storage[] = $value; }
        else { $this->storage[$key] = $value; }
    }
    public function offsetUnset(mixed $key): void {
        if (is_array($this->storage)) { unset($this->storage[$key]); }
        elseif ($inner = $this->__inner()) { $inner->offsetUnset($key); }
        else { unset($this->storage->$key); }
    }
    public function append(mixed $value): void { if ($inner = $this->__inner()) $inner->append($value); else $this->storage[] = $value; }
    public function getArrayCopy(): array {
        if (is_array($this->storage)) return $this->storage;
        return ($inner = $this->__inner()) ? $inner->getArrayCopy() : get_object_vars($this->storage);
    }
    public function count(): int {
        if (is_array($this->storage)) return count($this->storage);
        return ($inner = $this->__inner()) ? $inner->count() : count(get_object_vars($this->storage));
    }
    public function getFlags(): int { return 0; }
    public function setFlags(int $flags): void {}
    public function asort(int $flags = SORT_REGULAR): bool { return ($inner = $this->__inner()) ? $inner->asort($flags) : asort($this->storage, $flags); }
    public function ksort(int $flags = SORT_REGULAR): bool { return ($inner = $this->__inner()) ? $inner->ksort($flags) : ksort($this->storage, $flags); }
    public function uasort(callable $callback): bool { return ($inner = $this->__inner()) ? $inner->uasort($callback) : uasort($this->storage, $callback); }
    public function uksort(callable $callback): bool { return ($inner = $this->__inner()) ? $inner->uksort($callback) : uksort($this->storage, $callback); }
    public function natsort(): bool { return ($inner = $this->__inner()) ? $inner->natsort() : natsort($this->storage); }
    public function natcasesort(): bool { return ($inner = $this->__inner()) ? $inner->natcasesort() : natcasesort($this->storage); }
    public function unserialize(string $data): void { $this->storage = unserialize($data); }
    public function serialize(): string { return serialize($this->storage); }
    public function __serialize(): array { return [0, $this->storage, []]; }
    public function __unserialize(array $data): void { $this->storage = $data[1]; }
    public function rewind(): void { if (!is_array($this->storage)) $this->storage = $this->getArrayCopy(); reset($this->storage); }
    public function current(): mixed { $value = current($this->storage); return $value === false && key($this->storage) === null ? null : $value; }
    public function key(): string|int|null { return key($this->storage); }
    public function next(): void { next($this->storage); }
    public function valid(): bool { return key($this->storage) !== null; }
    public function seek(int $offset): void {
        if ($offset < 0 || $offset >= count($this->storage)) throw new OutOfBoundsException("Seek position $offset is out of range");
        reset($this->storage);
        while ($offset-- > 0) next($this->storage);
    }
}
)php";

constexpr char kArrayObject[] = R"php(
class ArrayObject implements IteratorAggregate, ArrayAccess, Serializable, Countable {
    const STD_PROP_LIST = 1;
    const ARRAY_AS_PROPS = 2;
    private $storage;
    private $__flags = 0;
    private $__class = ArrayIterator::class;
    private static function __iterator(string $function, int $argument, string $class): string {
        if (is_a($class, ArrayIterator::class, true)) return $class;
        throw new TypeError("ArrayObject::$function(): Argument #$argument (\$iteratorClass) must be a class name derived from ArrayIterator, $class given");
    }
    private static function __fits($array) {
        if ($array instanceof SplFixedArray || $array instanceof DateInterval || $array instanceof DatePeriod)
            throw new InvalidArgumentException('Overloaded object of type ' . get_class($array) . ' is not compatible with ArrayObject');
        return $array;
    }
    public function __construct(array|object $array = [], int $flags = 0, string $iteratorClass = ArrayIterator::class) {
        if ($iteratorClass !== ArrayIterator::class) self::__iterator('__construct', 3, $iteratorClass);
        if (is_object($array)) self::__fits($array);
        $this->storage = $array;
        $this->__flags = func_num_args() === 1 && $array instanceof ArrayObject ? $array->__flags : $flags;
        $this->__class = $iteratorClass;
    }
    private function __inner(): ?object {
        $held = $this->storage;
        return ($held instanceof ArrayObject || $held instanceof ArrayIterator) && $held !== $this ? $held : null;
    }
    public function offsetExists(mixed $key): bool {
        if (is_array($this->storage)) return isset($this->storage[$key]);
        return ($inner = $this->__inner()) ? $inner->offsetExists($key) : isset($this->storage->$key);
    }
    public function offsetGet(mixed $key): mixed {
        if (is_array($this->storage)) return $this->storage[$key];
        if ($inner = $this->__inner()) return $inner->offsetGet($key);
        if (!isset($this->storage->$key) && !array_key_exists($key, get_object_vars($this->storage))) {
            \tusk\warn('Undefined array key ' . (is_int($key) ? $key : "\"$key\""));
            return null;
        }
        return $this->storage->$key;
    }
    public function offsetSet(mixed $key, mixed $value): void {
        if (!is_array($this->storage)) {
            if ($inner = $this->__inner()) $inner->offsetSet($key, $value); else $this->storage->$key = $value;
        }
        elseif ($key === null) { $this->storage[] = $value; }
        else { $this->storage[$key] = $value; }
    }
    public function offsetUnset(mixed $key): void {
        if (is_array($this->storage)) { unset($this->storage[$key]); }
        elseif ($inner = $this->__inner()) { $inner->offsetUnset($key); }
        else { unset($this->storage->$key); }
    }
    public function __get($name) {
        if ($this->__flags & 2) return $this->offsetGet($name);
        trigger_error('Undefined property: ' . static::class . "::$$name", E_USER_WARNING);
        return null;
    }
    public function __set($name, $value) {
        if ($this->__flags & 2) $this->offsetSet($name, $value); else $this->$name = $value;
    }
    public function __isset($name) { return ($this->__flags & 2) && $this->offsetExists($name); }
    public function __unset($name) { if ($this->__flags & 2) $this->offsetUnset($name); }
    public function append(mixed $value): void { if ($inner = $this->__inner()) $inner->append($value); else $this->storage[] = $value; }
    public function getArrayCopy(): array {
        if (is_array($this->storage)) return $this->storage;
        return ($inner = $this->__inner()) ? $inner->getArrayCopy() : get_object_vars($this->storage);
    }
    public function count(): int {
        if (is_array($this->storage)) return count($this->storage);
        return ($inner = $this->__inner()) ? $inner->count() : count(get_object_vars($this->storage));
    }
    public function getFlags(): int { return $this->__flags; }
    public function setFlags(int $flags): void { $this->__flags = $flags; }
    public function asort(int $flags = SORT_REGULAR): bool { return ($inner = $this->__inner()) ? $inner->asort($flags) : asort($this->storage, $flags); }
    public function ksort(int $flags = SORT_REGULAR): bool { return ($inner = $this->__inner()) ? $inner->ksort($flags) : ksort($this->storage, $flags); }
    public function uasort(callable $callback): bool { return ($inner = $this->__inner()) ? $inner->uasort($callback) : uasort($this->storage, $callback); }
    public function uksort(callable $callback): bool { return ($inner = $this->__inner()) ? $inner->uksort($callback) : uksort($this->storage, $callback); }
    public function natsort(): bool { return ($inner = $this->__inner()) ? $inner->natsort() : natsort($this->storage); }
    public function natcasesort(): bool { return ($inner = $this->__inner()) ? $inner->natcasesort() : natcasesort($this->storage); }
    public function unserialize(string $data): void { $this->storage = unserialize($data); }
    public function serialize(): string { return serialize($this->storage); }
    public function __serialize(): array { return [$this->__flags, $this->storage, get_mangled_object_vars($this), $this->__class === ArrayIterator::class ? null : $this->__class]; }
    public function __unserialize(array $data): void { 
        if (!is_int($data[0] ?? null) || !(is_array($data[1] ?? null) || is_object($data[1] ?? null)) || !is_array($data[2] ?? null))
            throw new UnexpectedValueException('Incomplete or ill-typed serialization data');
        $this->__flags = $data[0];
        $this->storage = $data[1];
        foreach ($data[2] as $key => $value) {
            $parts = explode("\0", $key);
            if (!isset($parts[2])) { $this->$key = $value; continue; }
            $scope = $parts[1] === '*' ? static::class : $parts[1];
            Closure::bind(function ($name, $value) { $this->$name = $value; }, $this, $scope)($parts[2], $value);
        }
        $this->__class = $data[3] ?? ArrayIterator::class;
    }
    public function getIterator(): Iterator { $class = $this->__class; return new $class($this->getArrayCopy()); }
    public function exchangeArray(array|object $array): array { $old = $this->getArrayCopy(); $this->storage = self::__fits($array); return $old; }
    public function setIteratorClass(string $iteratorClass): void { $this->__class = self::__iterator('setIteratorClass', 1, $iteratorClass); }
    public function getIteratorClass(): string { return $this->__class; }
}
)php";

constexpr char kRecursiveArrayIterator[] = R"php(
class RecursiveArrayIterator extends ArrayIterator implements RecursiveIterator {
    const CHILD_ARRAYS_ONLY = 4;
    public function hasChildren(): bool { $value = $this->current(); return is_array($value) || is_object($value); }
    public function getChildren(): ?RecursiveArrayIterator { return new static($this->current()); }
}
)php";

constexpr char kFixedArray[] = R"php(
class SplFixedArray implements IteratorAggregate, ArrayAccess, Countable, JsonSerializable {
    private $items = [];
    public function __construct(int $size = 0) {
        if ($size < 0) throw new ValueError('SplFixedArray::__construct(): Argument #1 ($size) must be greater than or equal to 0');
        $this->items = $size ? array_fill(0, $size, null) : [];
    }
    public function __wakeup() {}
    public function __debugInfo() { return $this->__serialize(); }
    public function count(): int { return count($this->items); }
    public function toArray(): array { return $this->items; }
    public static function fromArray(array $array, bool $preserveKeys = true): SplFixedArray {
        $fixed = new SplFixedArray;
        if ($preserveKeys && $array) {
            $max = 0;
            foreach ($array as $key => $value) {
                if (!is_int($key) || $key < 0) throw new ValueError('array must contain only positive integer keys');
                if ($key > $max) $max = $key;
            }
            if ($max === PHP_INT_MAX) throw new ValueError('integer overflow detected');
            $fixed->items = array_fill(0, $max + 1, null);
            foreach ($array as $key => $value) $fixed->items[$key] = $value;
        } else {
            $fixed->items = array_values($array);
        }
        return $fixed;
    }
    public function getSize(): int { return count($this->items); }
    public function setSize(int $size) {
        if ($size < 0) throw new ValueError('SplFixedArray::setSize(): Argument #1 ($size) must be greater than or equal to 0');
        $now = count($this->items);
        if ($size < $now) $this->items = array_slice($this->items, 0, $size);
        elseif ($size > $now) for (; $now < $size; $now++) $this->items[] = null;
        return true;
    }
    private static function __index(mixed $index): int {
        if (is_int($index)) return $index;
        if (is_float($index)) {
            if ($index != (int) $index) \tusk\warn("Implicit conversion from float $index to int loses precision", E_DEPRECATED);
            return (int) $index;
        }
        if (is_bool($index)) return (int) $index;
        if (is_string($index) && (string) (int) $index === $index) return (int) $index;
        if (is_resource($index)) {
            \tusk\warn('Resource ID#' . (int) $index . ' used as offset, casting to integer (' . (int) $index . ')');
            return (int) $index;
        }
        throw new TypeError('Cannot access offset of type ' . get_debug_type($index) . ' on SplFixedArray');
    }
    public function offsetExists($index): bool { return isset($this->items[is_int($index) ? $index : self::__index($index)]); }
    public function offsetGet($index): mixed {
        if (!is_int($index)) {
            if ($index === null) throw new Error('[] operator not supported for SplFixedArray');
            $index = self::__index($index);
        }
        if ($index < 0 || $index >= count($this->items)) throw new OutOfBoundsException('Index invalid or out of range');
        return $this->items[$index];
    }
    public function offsetSet($index, mixed $value): void {
        if (!is_int($index)) {
            if ($index === null) throw new Error('[] operator not supported for SplFixedArray');
            $index = self::__index($index);
        }
        if ($index < 0 || $index >= count($this->items)) throw new OutOfBoundsException('Index invalid or out of range');
        $this->items[$index] = $value;
    }
    public function offsetUnset($index): void {
        if (!is_int($index)) $index = self::__index($index);
        if ($index < 0 || $index >= count($this->items)) throw new OutOfBoundsException('Index invalid or out of range');
        $this->items[$index] = null;
    }
    public function __serialize(): array {
        $members = get_mangled_object_vars($this);
        unset($members["\0SplFixedArray\0items"]);
        return $this->items + $members;
    }
    public function __unserialize(array $data): void {
        foreach ($data as $key => $value) {
            if (is_int($key)) $this->items[] = $value;
            else $this->$key = $value;
        }
    }
    public function getIterator(): Iterator { return new ArrayIterator($this->items); }
    public function jsonSerialize(): array { return $this->items; }
}
)php";

// Keys are the numbers of the objects, or what an overridden getHash() says.
constexpr char kObjectStorage[] = R"php(
class SplObjectStorage implements Countable, SeekableIterator, Serializable, ArrayAccess {
    private $storage = [];
    private $index = 0;
    public function attach(object $object, mixed $info = null): void {
        $key = tusk\storage_key($object);
        if (isset($this->storage[$key])) $this->storage[$key]['inf'] = $info;
        else $this->storage[$key] = ['obj' => $object, 'inf' => $info];
    }
    public function detach(object $object): void { unset($this->storage[tusk\storage_key($object)]); }
    public function contains(object $object): bool { return isset($this->storage[tusk\storage_key($object)]); }
    public function addAll(SplObjectStorage $storage): int {
        foreach ($storage->storage as $element) {
            $object = $element['obj'];
            $key = tusk\storage_key($object);
            if (isset($this->storage[$key])) $this->storage[$key]['inf'] = $element['inf'];
            else $this->storage[$key] = $element;
        }
        return count($this->storage);
    }
    public function removeAll(SplObjectStorage $storage): int {
        foreach ($storage->storage as $element) { $object = $element['obj']; unset($this->storage[tusk\storage_key($object)]); }
        return count($this->storage);
    }
    public function removeAllExcept(SplObjectStorage $storage): int {
        foreach ($this->storage as $key => $element) {
            $object = $element['obj'];
            if (!isset($storage->storage[tusk\storage_key($object, $storage)])) unset($this->storage[$key]);
        }
        return count($this->storage);
    }
    public function getInfo(): mixed { $element = current($this->storage); return $element ? $element['inf'] : null; }
    public function setInfo(mixed $info): void { $key = key($this->storage); if ($key !== null) $this->storage[$key]['inf'] = $info; }
    public function count(int $mode = COUNT_NORMAL): int { return count($this->storage); }
    public function rewind(): void { reset($this->storage); $this->index = 0; }
    public function valid(): bool { return key($this->storage) !== null; }
    public function key(): int { return $this->index; }
    public function current(): object {
        $element = current($this->storage);
        if (!$element) throw new RuntimeException('Called current() on invalid iterator');
        return $element['obj'];
    }
    public function next(): void { if (next($this->storage) !== false) $this->index++; else $this->index++; }
    public function unserialize(string $data): void { throw new UnexpectedValueException('Error at offset 0 of ' . strlen($data) . ' bytes'); }
    public function serialize(): string { return serialize($this->__serialize()); }
    public function offsetExists($object): bool { return isset($this->storage[tusk\storage_key($object)]); }
    public function offsetGet($object): mixed {
        $key = tusk\storage_key($object);
        if (!isset($this->storage[$key])) throw new UnexpectedValueException('Object not found');
        return $this->storage[$key]['inf'];
    }
    public function offsetSet(mixed $object = null, mixed $info = null): void {
        $key = tusk\storage_key($object);
        if (isset($this->storage[$key])) $this->storage[$key]['inf'] = $info;
        else $this->storage[$key] = ['obj' => $object, 'inf' => $info];
    }
    public function offsetUnset($object): void { unset($this->storage[tusk\storage_key($object)]); }
    public function getHash(object $object): string { return spl_object_hash($object); }
    public function __serialize(): array {
        $flat = [];
        foreach ($this->storage as $element) { $flat[] = $element['obj']; $flat[] = $element['inf']; }
        return [$flat, $this->__members()];
    }
    private function __members(): array {
        $members = [];
        foreach (get_mangled_object_vars($this) as $name => $value)
            if (!str_starts_with((string) $name, "\0SplObjectStorage\0")) $members[$name] = $value;
        return $members;
    }
    public function __unserialize(array $data): void {
        if (!is_array($data[0] ?? null) || !is_array($data[1] ?? null)) throw new UnexpectedValueException('Incomplete or ill-typed serialization data');
        if (count($data[0]) % 2) throw new UnexpectedValueException('Odd number of elements');
        for ($i = 0; $i < count($data[0]); $i += 2) {
            if (!is_object($data[0][$i])) throw new UnexpectedValueException('Non-object key');
            $this->attach($data[0][$i], $data[0][$i + 1]);
        }
        foreach ($data[1] as $name => $value) {
            $parts = explode("\0", $name);
            if (!isset($parts[2])) { $this->$name = $value; continue; }
            $scope = $parts[1] === '*' ? static::class : $parts[1];
            Closure::bind(function ($name, $value) { $this->$name = $value; }, $this, $scope)($parts[2], $value);
        }
    }
    public function seek(int $offset): void {
        if ($offset < 0 || $offset >= count($this->storage)) throw new OutOfBoundsException("Seek position $offset is out of range");
        $this->rewind();
        while ($offset-- > 0) $this->next();
    }
    public function __debugInfo() { return $this->__members() + ["\0SplObjectStorage\0storage" => array_values($this->storage)]; }
}
)php";

constexpr BuiltinMethodRow kSeekableMethods[] = {{"seek", "(int $offset): void"}};
constexpr BuiltinMethodRow kRecursiveMethods[] = {{"hasChildren", "(): bool"},
                                                  {"getChildren", "(): ?RecursiveIterator"}};
constexpr BuiltinMethodRow kOuterMethods[] = {{"getInnerIterator", "(): ?Iterator"}};
constexpr BuiltinMethodRow kObserverMethods[] = {{"update", "(SplSubject $subject): void"}};
constexpr BuiltinMethodRow kSubjectMethods[] = {{"attach", "(SplObserver $observer): void"},
                                                {"detach", "(SplObserver $observer): void"},
                                                {"notify", "(): void"}};

using C = ClassFlags;
const BuiltinClassRow kRows[] = {
    {.name = "SeekableIterator",
     .interfaces = "Iterator",
     .flags = C::kInterface,
     .methods = kSeekableMethods,
     .extension = "SPL"},
    {.name = "RecursiveIterator",
     .interfaces = "Iterator",
     .flags = C::kInterface,
     .methods = kRecursiveMethods,
     .extension = "SPL"},
    {.name = "OuterIterator",
     .interfaces = "Iterator",
     .flags = C::kInterface,
     .methods = kOuterMethods,
     .extension = "SPL"},
    {.name = "SplObserver", .flags = C::kInterface, .methods = kObserverMethods, .extension = "SPL"},
    {.name = "SplSubject", .flags = C::kInterface, .methods = kSubjectMethods, .extension = "SPL"},
    {.name = "ArrayIterator", .extension = "SPL", .source = kArrayIterator},
    {.name = "ArrayObject", .extension = "SPL", .source = kArrayObject},
    {.name = "RecursiveArrayIterator", .extension = "SPL", .source = kRecursiveArrayIterator},
    {.name = "SplFixedArray", .extension = "SPL", .source = kFixedArray},
    {.name = "SplObjectStorage", .extension = "SPL", .source = kObjectStorage},
};

}  // namespace

const std::span<const BuiltinClassRow> kSplArrayClasses = kRows;

}  // namespace tusk
