// Interfaces of SPL; SplFixedArray and SplObjectStorage, in PHP: compiled when first used.
#include "interp/ext/class_tables.h"
#include "interp/runtime/array.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

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
    public function getIterator(): Iterator { return new \tusk\spl\FixedArrayIterator($this); }
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

// ---- what loops and element access do without calling these methods

Value* FirstProperty(Object* o) {
  Value* v = Deref(&o->props()[0]);
  return v->IsArray() ? v : nullptr;
}
constexpr ObjectHandlers kFixedArrayHandlers = {.array_behind = FirstProperty};

// $storage with its own position, and $index.
Array* StorageOf(Object* o) { return Deref(&o->props()[0])->arr; }
void SetStoragePosition(Object* o, uint32_t position) {
  // Only written where it changes: the array may be shared.
  if (StorageOf(o)->position != position) Separate(Deref(&o->props()[0]))->position = position;
}
uint32_t StoragePosition(Object* o) { return Normalize(StorageOf(o), StorageOf(o)->position); }
bool RewindStorage(Object* o) {
  SetStoragePosition(o, 0);
  *Deref(&o->props()[1]) = Value(int64_t{0});
  return StoragePosition(o) != kEnd;
}
bool FetchFromStorage(Object* o, bool advance, Value* value, Value* key) {
  static String* const kObject = Intern("obj");
  if (advance) {
    uint32_t p = StoragePosition(o);
    if (p != kEnd) SetStoragePosition(o, p + 1);
    ++Deref(&o->props()[1])->i;
  }
  uint32_t p = StoragePosition(o);
  if (p == kEnd) return false;
  if (key) *key = *Deref(&o->props()[1]);
  *value = CopyDeref(GetStr(Deref(ValueAt(StorageOf(o), p)).arr, kObject));
  return true;
}
constexpr NativeIteration kStorageIteration = {RewindStorage, FetchFromStorage, nullptr};
constexpr ObjectHandlers kStorageHandlers = {.iteration = &kStorageIteration};

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
    {.name = "SplFixedArray", .handlers = &kFixedArrayHandlers, .extension = "SPL", .source = kFixedArray},
    {.name = "SplObjectStorage", .handlers = &kStorageHandlers, .extension = "SPL", .source = kObjectStorage},
};

}  // namespace

const std::span<const BuiltinClassRow> kSplArrayClasses = kRows;

}  // namespace tusk
