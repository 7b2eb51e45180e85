// SplDoublyLinkedList, SplQueue, SplStack, the heaps and SplPriorityQueue, in PHP: compiled when first used.
#include "interp/ext/class_tables.h"

namespace tusk {
namespace {

// Elements have the consecutive integer keys $head .. $tail - 1, so that both ends grow and shrink in O(1).
constexpr char kList[] = R"php(
class SplDoublyLinkedList implements Iterator, Countable, ArrayAccess, Serializable {
    const IT_MODE_LIFO = 2;
    const IT_MODE_FIFO = 0;
    const IT_MODE_DELETE = 1;
    const IT_MODE_KEEP = 0;
    private $flags = 0;
    private $dllist = [];
    private $head = 0;
    private $tail = 0;
    private $at = 0;
    private $shown = 0;
    public function add(int $index, mixed $value): void {
        $count = $this->tail - $this->head;
        if ($index < 0 || $index > $count) throw new OutOfRangeException('SplDoublyLinkedList::add(): Argument #1 ($index) is out of range');
        $all = $this->toArray();
        array_splice($all, $index, 0, [$value]);
        $this->dllist = $all; $this->head = 0; $this->tail = $count + 1;
    }
    public function pop(): mixed {
        if ($this->tail === $this->head) throw new RuntimeException("Can't pop from an empty datastructure");
        $value = $this->dllist[--$this->tail];
        unset($this->dllist[$this->tail]);
        return $value;
    }
    public function shift(): mixed {
        if ($this->tail === $this->head) throw new RuntimeException("Can't shift from an empty datastructure");
        $value = $this->dllist[$this->head];
        unset($this->dllist[$this->head++]);
        if ($this->head === $this->tail) { $this->dllist = []; $this->head = $this->tail = 0; }
        return $value;
    }
    public function push(mixed $value): void { $this->dllist[$this->tail++] = $value; }
    public function unshift(mixed $value): void { $this->dllist[--$this->head] = $value; }
    public function top(): mixed {
        if ($this->tail === $this->head) throw new RuntimeException("Can't peek at an empty datastructure");
        return $this->dllist[$this->tail - 1];
    }
    public function bottom(): mixed {
        if ($this->tail === $this->head) throw new RuntimeException("Can't peek at an empty datastructure");
        return $this->dllist[$this->head];
    }
    public function toArray(): array {
        $all = [];
        for ($i = $this->head; $i < $this->tail; $i++) $all[] = $this->dllist[$i];
        return $all;
    }
    public function count(): int { return $this->tail - $this->head; }
    public function isEmpty(): bool { return $this->tail === $this->head; }
    public function setIteratorMode(int $mode) {
        if (($this instanceof SplQueue || $this instanceof SplStack) && (($this->getIteratorMode() ^ $mode) & 2)) {
            throw new RuntimeException('Iterators\' LIFO/FIFO modes for SplStack/SplQueue objects are frozen');
        }
        return $this->flags = $mode & 3 | ($this->flags & 4);
    }
    public function getIteratorMode(): int { return $this->flags | ($this instanceof SplStack ? 6 : ($this instanceof SplQueue ? 4 : 0)); }
    private static function __index(string $function, $index): void {
        if (is_array($index) || is_object($index) || is_resource($index) || (is_string($index) && !is_numeric($index)))
            throw new TypeError("SplDoublyLinkedList::$function(): Argument #1 (\$index) must be of type int, " . get_debug_type($index) . ' given');
    }
    private function place($index): int { return $this->getIteratorMode() & 2 ? $this->tail - 1 - $index : $this->head + $index; }
    public function offsetExists($index): bool { return is_numeric($index) && $index >= 0 && $index < $this->tail - $this->head; }
    public function offsetGet($index): mixed {
        if (!is_int($index)) self::__index('offsetGet', $index);
        if (!is_numeric($index) || $index < 0 || $index >= $this->tail - $this->head) throw new OutOfRangeException('SplDoublyLinkedList::offsetGet(): Argument #1 ($index) is out of range');
        return $this->dllist[$this->getIteratorMode() & 2 ? $this->tail - 1 - $index : $this->head + $index];
    }
    public function offsetSet($index, mixed $value): void {
        if ($index === null) { $this->dllist[$this->tail++] = $value; return; }
        if (!is_numeric($index) || $index < 0 || $index >= $this->tail - $this->head) throw new OutOfRangeException('SplDoublyLinkedList::offsetSet(): Argument #1 ($index) is out of range');
        $this->dllist[$this->place($index)] = $value;
    }
    public function offsetUnset($index): void {
        if (!is_numeric($index) || $index < 0 || $index >= $this->tail - $this->head) throw new OutOfRangeException('SplDoublyLinkedList::offsetUnset(): Argument #1 ($index) is out of range');
        $at = $this->place($index) - $this->head;
        $all = $this->toArray();
        array_splice($all, $at, 1);
        $this->dllist = $all; $this->head = 0; $this->tail = count($all);
    }
    public function rewind(): void {
        $lifo = $this->getIteratorMode() & 2;
        $this->at = $lifo ? $this->tail - 1 : $this->head;
        $this->shown = $lifo ? $this->tail - $this->head - 1 : 0;
    }
    public function current(): mixed { return $this->at >= $this->head && $this->at < $this->tail ? $this->dllist[$this->at] : null; }
    public function key(): int { return $this->shown; }
    public function prev(): void { if ($this->getIteratorMode() & 2) { $this->at++; $this->shown++; } else { $this->at--; $this->shown--; } }
    public function next(): void {
        $mode = $this->getIteratorMode();
        if ($mode & 1) {
            if ($this->head === $this->tail) return;
            if ($mode & 2) { $this->pop(); $this->at = $this->tail - 1; $this->shown--; }
            else { $this->shift(); $this->at = $this->head; }
            return;
        }
        if ($mode & 2) { $this->at--; $this->shown--; } else { $this->at++; $this->shown++; }
    }
    public function valid(): bool { return $this->at >= $this->head && $this->at < $this->tail; }
    public function unserialize(string $data): void { $this->__unserialize(unserialize($data)); }
    public function serialize(): string { return serialize($this->__serialize()); }
    private function __members(): array {
        $members = [];
        foreach (get_mangled_object_vars($this) as $name => $value)
            if (!str_starts_with((string) $name, "\0SplDoublyLinkedList\0")) $members[$name] = $value;
        return $members;
    }
    public function __debugInfo() { return $this->__members() + ["\0SplDoublyLinkedList\0flags" => $this->getIteratorMode(), "\0SplDoublyLinkedList\0dllist" => $this->toArray()]; }
    public function __serialize(): array { return [$this->getIteratorMode(), $this->toArray(), $this->__members()]; }
    public function __unserialize(array $data): void { $this->flags = $data[0] & 3; $this->dllist = $data[1]; $this->head = 0; $this->tail = count($data[1]); }
}
)php";

constexpr char kQueue[] = R"php(
class SplQueue extends SplDoublyLinkedList {
    public function enqueue(mixed $value): void { $this->push($value); }
    public function dequeue(): mixed { return $this->shift(); }
}
)php";

constexpr char kStack[] = R"php(
class SplStack extends SplDoublyLinkedList {}
)php";

constexpr char kHeap[] = R"php(
abstract class SplHeap implements Iterator, Countable {
    private $flags = 0;
    private $isCorrupted = false;
    private $heap = [];
    private $__busy = false;  // an element is on its way
    private function __lock(): void {
        if ($this->__busy) throw new RuntimeException('Heap cannot be changed when it is already being modified.');
    }
    public function extract(): mixed {
        $this->__lock();
        if ($this->isCorrupted) throw new RuntimeException('Heap is corrupted, heap properties are no longer ensured.');
        $n = count($this->heap);
        if ($n === 0) throw new RuntimeException("Can't extract from an empty heap");
        $top = $this->heap[0];
        if (tusk\heap_sink()) return $top;
        $last = array_pop($this->heap);
        if (--$n > 0) {
            $i = 0;
            $this->__busy = true;
            try {
                while (($child = 2 * $i + 1) < $n) {
                    if ($child + 1 < $n && $this->compare($this->heap[$child + 1], $this->heap[$child]) > 0) $child++;
                    if ($this->compare($last, $this->heap[$child]) >= 0) break;
                    $this->heap[$i] = $this->heap[$child];
                    $i = $child;
                }
            } catch (Throwable $e) {
                $this->isCorrupted = true;
                throw $e;
            } finally {
                $this->__busy = false;
                $this->heap[$i] = $last;
            }
        }
        return $top;
    }
    public function insert(mixed $value) {
        $this->__lock();
        if ($this->isCorrupted) throw new RuntimeException('Heap is corrupted, heap properties are no longer ensured.');
        if (tusk\heap_insert($value)) return true;
        $i = count($this->heap);
        $this->heap[] = $value;
        $this->__busy = true;
        try {
            while ($i > 0) {
                $parent = ($i - 1) >> 1;
                if ($this->compare($this->heap[$parent], $value) >= 0) break;
                $this->heap[$i] = $this->heap[$parent];
                $i = $parent;
            }
        } catch (Throwable $e) {
            $this->heap[$i] = $value;
            $this->isCorrupted = true;
            throw $e;
        } finally {
            $this->__busy = false;
        }
        $this->heap[$i] = $value;
        return true;
    }
    public function top(): mixed {
        if ($this->isCorrupted) throw new RuntimeException('Heap is corrupted, heap properties are no longer ensured.');
        if (!$this->heap) throw new RuntimeException("Can't peek at an empty heap");
        return $this->heap[0];
    }
    public function count(): int { return count($this->heap); }
    public function isEmpty(): bool { return !$this->heap; }
    public function rewind(): void {}
    public function current(): mixed { return $this->heap[0] ?? null; }
    public function key(): int { return count($this->heap) - 1; }
    public function next(): void { $this->__lock(); if ($this->heap) $this->extract(); }
    public function valid(): bool { return (bool)$this->heap; }
    public function recoverFromCorruption() { $this->isCorrupted = false; return true; }
    abstract protected function compare(mixed $value1, mixed $value2): int;
    public function isCorrupted(): bool { return $this->isCorrupted; }
    private function __members(): array {
        $members = [];
        foreach (get_mangled_object_vars($this) as $name => $value)
            if (!str_starts_with((string) $name, "\0SplHeap\0")) $members[$name] = $value;
        return $members;
    }
    public function __debugInfo() { return $this->__members() + ["\0SplHeap\0flags" => 0, "\0SplHeap\0isCorrupted" => $this->isCorrupted, "\0SplHeap\0heap" => $this->heap]; }
}
)php";

constexpr char kMinHeap[] = R"php(
class SplMinHeap extends SplHeap {
    protected function compare(mixed $value1, mixed $value2): int { return $value2 <=> $value1; }
}
)php";

constexpr char kMaxHeap[] = R"php(
class SplMaxHeap extends SplHeap {
    protected function compare(mixed $value1, mixed $value2): int { return $value1 <=> $value2; }
}
)php";

// Elements of equal priority come out in the order that PHP's heap gives them: later ones sink as in its
// code.
constexpr char kPriorityQueue[] = R"php(
class SplPriorityQueue implements Iterator, Countable {
    const EXTR_BOTH = 3;
    const EXTR_PRIORITY = 2;
    const EXTR_DATA = 1;
    private $flags = 1;
    private $isCorrupted = false;
    private $heap = [];
    private $__busy = false;  // an element is on its way
    private function __lock(): void {
        if ($this->__busy) throw new RuntimeException('Heap cannot be changed when it is already being modified.');
    }
    public function compare(mixed $priority1, mixed $priority2): int { return $priority1 <=> $priority2; }
    public function insert(mixed $value, mixed $priority) {
        $this->__lock();
        if ($this->isCorrupted) throw new RuntimeException('Heap is corrupted, heap properties are no longer ensured.');
        $element = ['data' => $value, 'priority' => $priority];
        if (tusk\heap_insert($element)) return true;
        $i = count($this->heap);
        $this->heap[] = $element;
        $this->__busy = true;
        try {
            while ($i > 0) {
                $parent = ($i - 1) >> 1;
                if ($this->compare($this->heap[$parent]['priority'], $priority) >= 0) break;
                $this->heap[$i] = $this->heap[$parent];
                $i = $parent;
            }
        } catch (Throwable $e) {
            $this->heap[$i] = $element;
            $this->isCorrupted = true;
            throw $e;
        } finally {
            $this->__busy = false;
        }
        $this->heap[$i] = $element;
        return true;
    }
    public function setExtractFlags(int $flags): int {
        if (($flags & 3) === 0) throw new RuntimeException('Must specify at least one extract flag');
        return $this->flags = $flags & 3;
    }
    private function shown(array $element): mixed { return $this->flags === 3 ? $element : ($this->flags === 2 ? $element['priority'] : $element['data']); }
    public function top(): mixed {
        if ($this->isCorrupted) throw new RuntimeException('Heap is corrupted, heap properties are no longer ensured.');
        if (!$this->heap) throw new RuntimeException("Can't peek at an empty heap");
        return $this->shown($this->heap[0]);
    }
    public function extract(): mixed {
        $this->__lock();
        if ($this->isCorrupted) throw new RuntimeException('Heap is corrupted, heap properties are no longer ensured.');
        $n = count($this->heap);
        if ($n === 0) throw new RuntimeException("Can't extract from an empty heap");
        $top = $this->heap[0];
        if (tusk\heap_sink()) return $this->shown($top);
        $last = array_pop($this->heap);
        if (--$n > 0) {
            $priority = $last['priority'];
            $i = 0;
            $this->__busy = true;
            try {
                while (($child = 2 * $i + 1) < $n) {
                    if ($child + 1 < $n && $this->compare($this->heap[$child + 1]['priority'], $this->heap[$child]['priority']) > 0) $child++;
                    if ($this->compare($priority, $this->heap[$child]['priority']) >= 0) break;
                    $this->heap[$i] = $this->heap[$child];
                    $i = $child;
                }
            } catch (Throwable $e) {
                $this->isCorrupted = true;
                throw $e;
            } finally {
                $this->__busy = false;
                $this->heap[$i] = $last;
            }
        }
        return $this->shown($top);
    }
    public function count(): int { return count($this->heap); }
    public function isEmpty(): bool { return !$this->heap; }
    public function rewind(): void {}
    public function current(): mixed { return $this->heap ? $this->shown($this->heap[0]) : null; }
    public function key(): int { return count($this->heap) - 1; }
    public function next(): void { $this->__lock(); if ($this->heap) $this->extract(); }
    public function valid(): bool { return (bool)$this->heap; }
    public function recoverFromCorruption() { $this->isCorrupted = false; return true; }
    public function isCorrupted(): bool { return $this->isCorrupted; }
    public function getExtractFlags(): int { return $this->flags; }
    private function __members(): array {
        $members = [];
        foreach (get_mangled_object_vars($this) as $name => $value)
            if (!str_starts_with((string) $name, "\0SplPriorityQueue\0")) $members[$name] = $value;
        return $members;
    }
    public function __debugInfo() { return $this->__members() + ["\0SplPriorityQueue\0flags" => $this->flags, "\0SplPriorityQueue\0isCorrupted" => $this->isCorrupted, "\0SplPriorityQueue\0heap" => $this->heap]; }
}
)php";

const BuiltinClassRow kRows[] = {
    {.name = "SplDoublyLinkedList", .extension = "SPL", .source = kList},
    {.name = "SplQueue", .extension = "SPL", .source = kQueue},
    {.name = "SplStack", .extension = "SPL", .source = kStack},
    {.name = "SplHeap", .extension = "SPL", .source = kHeap},
    {.name = "SplMinHeap", .extension = "SPL", .source = kMinHeap},
    {.name = "SplMaxHeap", .extension = "SPL", .source = kMaxHeap},
    {.name = "SplPriorityQueue", .extension = "SPL", .source = kPriorityQueue},
};

}  // namespace

const std::span<const BuiltinClassRow> kSplListClasses = kRows;

}  // namespace tusk
