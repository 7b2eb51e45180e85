// SPL's iterators, in PHP: compiled when first used.
#include "interp/ext/class_tables.h"

namespace tusk {
namespace {

constexpr char kEmptyIterator[] = R"php(
class EmptyIterator implements Iterator {
    public function current(): never { throw new BadMethodCallException('Accessing the value of an EmptyIterator'); }
    public function next(): void {}
    public function key(): never { throw new BadMethodCallException('Accessing the key of an EmptyIterator'); }
    public function valid(): bool { return false; }
    public function rewind(): void {}
}
)php";

// Holds what the inner iterator gave: current() and key() are asked for once for each element.
constexpr char kIteratorIterator[] = R"php(
class IteratorIterator implements OuterIterator {
    private ?Iterator $__inner = null;
    private $__current = null;
    private $__key = null;
    private bool $__valid = false;
    public function __construct(Traversable $iterator, ?string $class = null) {
        while ($iterator instanceof IteratorAggregate) $iterator = $iterator->getIterator();
        $this->__inner = $iterator;
    }
    protected function __fetch(): bool {
        if ($this->__inner === null) throw new Error('The object is in an invalid state as the parent constructor was not called');
        if (!($this->__valid = $this->__inner->valid())) { $this->__current = $this->__key = null; return false; }
        $this->__current = $this->__inner->current();
        $this->__key = $this->__inner->key();
        return true;
    }
    protected function __hold($valid, $current, $key): void { $this->__valid = $valid; $this->__current = $current; $this->__key = $key; }
    public function getInnerIterator(): ?Iterator {
        if ($this->__inner === null) throw new Error('The object is in an invalid state as the parent constructor was not called');
        return $this->__inner;
    }
    public function rewind(): void { $this->getInnerIterator()->rewind(); $this->__fetch(); }
    public function valid(): bool { return $this->__valid; }
    public function key(): mixed { return $this->__key; }
    public function current(): mixed { return $this->__current; }
    public function next(): void { $this->getInnerIterator()->next(); $this->__fetch(); }
    public function __debugInfo() {
        $out = [];
        foreach ((array) $this as $k => $v) if (!strpos($k, "\0__")) $out[$k] = $v;
        return $out;
    }
    public function __call($name, $arguments) {
        if ($this->__inner !== null && is_callable([$this->__inner, $name])) return $this->__inner->$name(...$arguments);
        throw new Error('Call to undefined method ' . static::class . '::' . $name . '()');
    }
}
)php";

constexpr char kFilterIterator[] = R"php(
abstract class FilterIterator extends IteratorIterator {
    abstract public function accept(): bool;
    public function __construct(Iterator $iterator) { parent::__construct($iterator); }
    private function __seek(): void {
        while ($this->__fetch()) {
            if ($this->accept()) return;
            $this->getInnerIterator()->next();
        }
    }
    public function rewind(): void { $this->getInnerIterator()->rewind(); $this->__seek(); }
    public function next(): void { $this->getInnerIterator()->next(); $this->__seek(); }
}
)php";
constexpr char kCallbackFilterIterator[] = R"php(
class CallbackFilterIterator extends FilterIterator {
    private $__callback;
    public function __construct(Iterator $iterator, callable $callback) { parent::__construct($iterator); $this->__callback = $callback; }
    public function accept(): bool { return (bool) ($this->__callback)($this->current(), $this->key(), $this->getInnerIterator()); }
    protected function __callback() { return $this->__callback; }
}
)php";
constexpr char kRecursiveFilterIterator[] = R"php(
abstract class RecursiveFilterIterator extends FilterIterator implements RecursiveIterator {
    public function __construct(RecursiveIterator $iterator) { parent::__construct($iterator); }
    public function hasChildren(): bool { return $this->getInnerIterator()->hasChildren(); }
    public function getChildren(): ?RecursiveFilterIterator { return new static($this->getInnerIterator()->getChildren()); }
}
)php";
constexpr char kParentIterator[] = R"php(
class ParentIterator extends RecursiveFilterIterator {
    public function __construct(RecursiveIterator $iterator) { parent::__construct($iterator); }
    public function accept(): bool { return $this->getInnerIterator()->hasChildren(); }
}
)php";
constexpr char kRecursiveCallbackFilterIterator[] = R"php(
class RecursiveCallbackFilterIterator extends CallbackFilterIterator implements RecursiveIterator {
    public function __construct(RecursiveIterator $iterator, callable $callback) { parent::__construct($iterator, $callback); }
    public function hasChildren(): bool { return $this->getInnerIterator()->hasChildren(); }
    public function getChildren(): RecursiveCallbackFilterIterator { return new static($this->getInnerIterator()->getChildren(), $this->__callback()); }
}
)php";

constexpr char kLimitIterator[] = R"php(
class LimitIterator extends IteratorIterator {
    private int $__offset = 0;
    private int $__limit = -1;
    private int $__position = 0;
    public function __construct(Iterator $iterator, int $offset = 0, int $limit = -1) {
        if ($offset < 0) throw new ValueError('LimitIterator::__construct(): Argument #2 ($offset) must be greater than or equal to 0');
        if ($limit < -1) throw new ValueError('LimitIterator::__construct(): Argument #3 ($limit) must be greater than or equal to -1');
        parent::__construct($iterator);
        $this->__offset = $offset;
        $this->__limit = $limit;
    }
    private function __within(): bool { return $this->__limit === -1 || $this->__position < $this->__offset + $this->__limit; }
    public function seek(int $offset): int {
        if ($offset < $this->__offset) throw new OutOfBoundsException("Cannot seek to $offset which is below the offset {$this->__offset}");
        if ($this->__limit !== -1 && $offset >= $this->__offset + $this->__limit) {
            throw new OutOfBoundsException("Cannot seek to $offset which is behind offset {$this->__offset} plus count {$this->__limit}");
        }
        $inner = $this->getInnerIterator();
        if ($inner instanceof SeekableIterator) {
            $inner->seek($offset);
            $this->__position = $offset;
            $this->__fetch();
            return $this->__position;
        }
        if ($offset < $this->__position) { $inner->rewind(); $this->__position = 0; }
        while ($this->__position < $offset && $inner->valid()) { $inner->next(); $this->__position++; }
        if ($inner->valid()) $this->__fetch(); else $this->__hold(false, null, null);
        return $this->__position;
    }
    public function rewind(): void {
        $inner = $this->getInnerIterator();
        $inner->rewind();
        $this->__position = 0;
        if ($this->__limit === 0) { $this->__position = $this->__offset; $this->__hold(false, null, null); return; }
        $this->seek($this->__offset);
    }
    public function valid(): bool { return $this->__within() && parent::valid(); }
    public function next(): void {
        $this->getInnerIterator()->next();
        $this->__position++;
        if ($this->__within()) $this->__fetch(); else $this->__hold(false, null, null);
    }
    public function getPosition(): int { return $this->__position; }
}
)php";

constexpr char kInfiniteIterator[] = R"php(
class InfiniteIterator extends IteratorIterator {
    public function __construct(Iterator $iterator) { parent::__construct($iterator); }
    public function next(): void {
        $inner = $this->getInnerIterator();
        $inner->next();
        if (!$inner->valid()) $inner->rewind();
        $this->__fetch();
    }
}
)php";
constexpr char kNoRewindIterator[] = R"php(
class NoRewindIterator extends IteratorIterator {
    public function __construct(Iterator $iterator) { parent::__construct($iterator); }
    public function rewind(): void {}
    public function valid(): bool { return $this->getInnerIterator()->valid(); }
    public function key(): mixed { return $this->getInnerIterator()->key(); }
    public function current(): mixed { return $this->getInnerIterator()->current(); }
    public function next(): void { $this->getInnerIterator()->next(); }
}
)php";

constexpr char kAppendIterator[] = R"php(
class AppendIterator extends IteratorIterator {
    private ArrayIterator $__all;
    private int $__at = 0;
    public function __construct() { $this->__all = new ArrayIterator(); parent::__construct(new EmptyIterator()); }
    public function append(Iterator $iterator): void {
        $this->__all[] = $iterator;
        if (!$this->valid()) {
            if ($this->__at >= count($this->__all) - 1) { $this->__at = count($this->__all) - 1; $iterator->rewind(); }
            $this->__settle();
        }
    }
    private function __settle(): void {
        while ($this->__at < count($this->__all)) {
            $inner = $this->__all[$this->__at];
            if ($inner->valid()) { $this->__hold(true, $inner->current(), $inner->key()); return; }
            if (++$this->__at < count($this->__all)) $this->__all[$this->__at]->rewind();
        }
        $this->__hold(false, null, null);
    }
    public function rewind(): void {
        $this->__at = 0;
        if (count($this->__all)) $this->__all[0]->rewind();
        $this->__settle();
    }
    public function next(): void {
        if ($this->__at < count($this->__all)) $this->__all[$this->__at]->next();
        $this->__settle();
    }
    public function getInnerIterator(): ?Iterator { return $this->__all[$this->__at] ?? null; }
    public function getIteratorIndex(): ?int { return isset($this->__all[$this->__at]) ? $this->__at : null; }
    public function getArrayIterator(): ArrayIterator { return $this->__all; }
}
)php";

constexpr char kCachingIterator[] = R"php(
class CachingIterator extends IteratorIterator implements ArrayAccess, Countable, Stringable {
    const CALL_TOSTRING = 1;
    const CATCH_GET_CHILD = 16;
    const TOSTRING_USE_KEY = 2;
    const TOSTRING_USE_CURRENT = 4;
    const TOSTRING_USE_INNER = 8;
    const FULL_CACHE = 256;
    private int $__flags = 1;
    private array $__cache = [];
    private ?string $__text = null;
    private bool $__here = false;
    private $__value = null;
    private $__name = null;
    public function __construct(Iterator $iterator, int $flags = CachingIterator::CALL_TOSTRING) {
        $this->__check('__construct', 2, $flags);
        parent::__construct($iterator);
        $this->__flags = $flags;
    }
    private function __check(string $function, int $argument, int $flags): void {
        $one = $flags & 15;
        if ($one & ($one - 1)) throw new ValueError("CachingIterator::$function(): Argument #$argument (\$flags) must contain only one of CachingIterator::CALL_TOSTRING, CachingIterator::TOSTRING_USE_KEY, CachingIterator::TOSTRING_USE_CURRENT, or CachingIterator::TOSTRING_USE_INNER");
    }
    protected function __children(): void {}
    private function __advance(): void {
        $inner = $this->getInnerIterator();
        if ($this->__here = $inner->valid()) {
            $this->__value = $inner->current();
            $this->__name = $inner->key();
            if ($this->__flags & 1) $this->__text = is_object($this->__value) ? $this->__value->__toString() : (string) $this->__value;
            if ($this->__flags & 256) $this->__cache[$this->__name] = $this->__value;
            $this->__children();
            $inner->next();
        } else {
            $this->__value = $this->__name = null;
        }
    }
    public function rewind(): void { $this->getInnerIterator()->rewind(); $this->__cache = []; $this->__advance(); }
    public function valid(): bool { return $this->__here; }
    public function next(): void { $this->__advance(); }
    public function current(): mixed { return $this->__value; }
    public function key(): mixed { return $this->__name; }
    public function hasNext(): bool { return $this->getInnerIterator()->valid(); }
    public function __toString(): string {
        if (!($this->__flags & 15)) throw new BadMethodCallException(static::class . ' does not fetch string value (see CachingIterator::__construct)');
        if ($this->__flags & 2) return (string) $this->__name;
        if ($this->__flags & 4) return (string) $this->__value;
        if ($this->__flags & 8) return (string) $this->getInnerIterator();
        return (string) $this->__text;
    }
    public function getFlags(): int { return $this->__flags; }
    public function setFlags(int $flags): void {
        $this->__check('setFlags', 1, $flags);
        if (($this->__flags & 1) && !($flags & 1)) throw new InvalidArgumentException('Unsetting flag CALL_TO_STRING is not possible');
        if (($this->__flags & 8) && !($flags & 8)) throw new InvalidArgumentException('Unsetting flag TOSTRING_USE_INNER is not possible');
        if (($flags & 256) && !($this->__flags & 256)) $this->__cache = [];
        $this->__flags = $flags;
    }
    private function __full(): void {
        if (!($this->__flags & 256)) throw new BadMethodCallException(static::class . ' does not use a full cache (see CachingIterator::__construct)');
    }
    public function offsetGet($key): mixed {
        $this->__full();
        if (!array_key_exists($key, $this->__cache)) { trigger_error("Undefined array key \"$key\"", E_USER_WARNING); return null; }
        return $this->__cache[$key];
    }
    public function offsetSet($key, mixed $value): void { $this->__full(); $this->__cache[$key] = $value; }
    public function offsetUnset($key): void { $this->__full(); unset($this->__cache[$key]); }
    public function offsetExists($key): bool { $this->__full(); return isset($this->__cache[$key]); }
    public function getCache(): array { $this->__full(); return $this->__cache; }
    public function count(): int { $this->__full(); return count($this->__cache); }
}
)php";
constexpr char kRecursiveCachingIterator[] = R"php(
class RecursiveCachingIterator extends CachingIterator implements RecursiveIterator {
    private ?RecursiveCachingIterator $__child = null;
    public function __construct(Iterator $iterator, int $flags = RecursiveCachingIterator::CALL_TOSTRING) {
        if (!($iterator instanceof RecursiveIterator)) throw new TypeError('RecursiveCachingIterator::__construct(): Argument #1 ($iterator) must be of type RecursiveIterator, ' . get_debug_type($iterator) . ' given');
        parent::__construct($iterator, $flags);
    }
    protected function __children(): void {
        $inner = $this->getInnerIterator();
        try {
            $this->__child = $inner->hasChildren() ? new RecursiveCachingIterator($inner->getChildren(), $this->getFlags()) : null;
        } catch (Exception $e) {
            if (!($this->getFlags() & self::CATCH_GET_CHILD)) throw $e;
            $this->__child = null;
        }
    }
    public function hasChildren(): bool { return $this->__child !== null; }
    public function getChildren(): ?RecursiveCachingIterator { return $this->__child; }
}
)php";

constexpr char kRegexIterator[] = R"php(
class RegexIterator extends FilterIterator {
    const USE_KEY = 1;
    const INVERT_MATCH = 2;
    const MATCH = 0;
    const GET_MATCH = 1;
    const ALL_MATCHES = 2;
    const SPLIT = 3;
    const REPLACE = 4;
    public ?string $replacement = null;
    private string $__regex;
    private int $__mode;
    private int $__flags;
    private int $__preg;
    public function __construct(Iterator $iterator, string $pattern, int $mode = RegexIterator::MATCH, int $flags = 0, int $pregFlags = 0) {
        if ($mode < 0 || $mode > 4) throw new InvalidArgumentException('RegexIterator::__construct(): Argument #3 ($mode) must be RegexIterator::MATCH, RegexIterator::GET_MATCH, RegexIterator::ALL_MATCHES, RegexIterator::SPLIT, or RegexIterator::REPLACE');
        parent::__construct($iterator);
        $this->__regex = $pattern; $this->__mode = $mode; $this->__flags = $flags; $this->__preg = $pregFlags;
    }
    public function accept(): bool {
        $current = parent::current();
        if ($this->__flags & 1) $subject = (string) parent::key();
        elseif (is_array($current)) return false;
        else $subject = (string) $current;
        switch ($this->__mode) {
            case 0: $ok = preg_match($this->__regex, $subject) > 0; break;
            case 1: $ok = preg_match($this->__regex, $subject, $found, $this->__preg) > 0; $this->__hold(true, $found, parent::key()); break;
            case 2: preg_match_all($this->__regex, $subject, $found, $this->__preg ?: PREG_PATTERN_ORDER); $ok = true; $this->__hold(true, $found, parent::key()); break;
            case 3: $found = preg_split($this->__regex, $subject, -1, $this->__preg); $ok = count($found) > 1; $this->__hold(true, $found, parent::key()); break;
            default:
                $ok = preg_match($this->__regex, $subject) > 0;
                $result = preg_replace($this->__regex, (string) $this->replacement, $subject);
                if ($this->__flags & 1) $this->__hold(true, parent::current(), $result); else $this->__hold(true, $result, parent::key());
        }
        return $this->__flags & 2 ? !$ok : $ok;
    }
    public function getMode(): int { return $this->__mode; }
    public function setMode(int $mode): void {
        if ($mode < 0 || $mode > 4) throw new ValueError('RegexIterator::setMode(): Argument #1 ($mode) must be RegexIterator::MATCH, RegexIterator::GET_MATCH, RegexIterator::ALL_MATCHES, RegexIterator::SPLIT, or RegexIterator::REPLACE');
        $this->__mode = $mode;
    }
    public function getFlags(): int { return $this->__flags; }
    public function setFlags(int $flags): void { $this->__flags = $flags; }
    public function getPregFlags(): int { return $this->__preg; }
    public function setPregFlags(int $pregFlags): void { $this->__preg = $pregFlags; }
    public function getRegex(): string { return $this->__regex; }
}
)php";
constexpr char kRecursiveRegexIterator[] = R"php(
class RecursiveRegexIterator extends RegexIterator implements RecursiveIterator {
    private array $__arguments;
    public function __construct(RecursiveIterator $iterator, string $pattern, int $mode = RecursiveRegexIterator::MATCH, int $flags = 0, int $pregFlags = 0) {
        parent::__construct($iterator, $pattern, $mode, $flags, $pregFlags);
        $this->__arguments = [$pattern, $mode, $flags, $pregFlags];
    }
    public function hasChildren(): bool { return $this->getInnerIterator()->hasChildren(); }
    public function getChildren(): RecursiveRegexIterator { return new static($this->getInnerIterator()->getChildren(), ...$this->__arguments); }
    public function accept(): bool { return $this->getInnerIterator()->hasChildren() || parent::accept(); }
}
)php";

constexpr char kMultipleIterator[] = R"php(
class MultipleIterator implements Iterator {
    const MIT_NEED_ANY = 0;
    const MIT_NEED_ALL = 1;
    const MIT_KEYS_NUMERIC = 0;
    const MIT_KEYS_ASSOC = 2;
    private array $storage = [];
    private int $__flags;
    public function __construct(int $flags = MultipleIterator::MIT_NEED_ALL | MultipleIterator::MIT_KEYS_NUMERIC) { $this->__flags = $flags; }
    public function getFlags(): int { return $this->__flags; }
    public function setFlags(int $flags): void { $this->__flags = $flags; }
    public function attachIterator(Iterator $iterator, string|int|null $info = null) {
        if ($info !== null) {
            foreach ($this->storage as $entry) if ($entry['inf'] === $info) throw new InvalidArgumentException('Key duplication error');
        }
        $this->storage[spl_object_id($iterator)] = ['obj' => $iterator, 'inf' => $info];
    }
    public function detachIterator(Iterator $iterator) { unset($this->storage[spl_object_id($iterator)]); }
    public function containsIterator(Iterator $iterator): bool { return isset($this->storage[spl_object_id($iterator)]); }
    public function countIterators(): int { return count($this->storage); }
    public function rewind(): void { foreach ($this->storage as $entry) $entry['obj']->rewind(); }
    public function valid(): bool {
        if (!$this->storage) return false;
        $all = $this->__flags & 1;
        foreach ($this->storage as $entry) {
            $valid = $entry['obj']->valid();
            if ($all && !$valid) return false;
            if (!$all && $valid) return true;
        }
        return (bool) $all;
    }
    private function __collect(string $method): array {
        if (!$this->storage && ($this->__flags & 1)) throw new RuntimeException("Called $method() on an invalid iterator");
        $out = [];
        foreach ($this->storage as $entry) {
            if ($entry['obj']->valid()) $value = $entry['obj']->$method();
            elseif ($this->__flags & 1) throw new RuntimeException("Called $method() with non valid sub iterator");
            else $value = null;
            if (!($this->__flags & 2)) { $out[] = $value; continue; }
            $out[$entry['inf'] ?? throw new InvalidArgumentException('Sub-Iterator is associated with NULL')] = $value;
        }
        return $out;
    }
    public function key(): array { return $this->__collect('key'); }
    public function current(): array { return $this->__collect('current'); }
    public function next(): void { foreach ($this->storage as $entry) $entry['obj']->next(); }
    public function __debugInfo() { return ["\0SplObjectStorage\0storage" => array_values($this->storage)]; }
}
)php";

// A stack of iterators with a state each: whether the element at hand was shown, and its children entered.
constexpr char kRecursiveIteratorIterator[] = R"php(
class RecursiveIteratorIterator implements OuterIterator {
    const LEAVES_ONLY = 0;
    const SELF_FIRST = 1;
    const CHILD_FIRST = 2;
    const CATCH_GET_CHILD = 16;
    private array $__stack = [];
    private array $__state = [];
    private int $__depth = 0;
    private int $__mode = 0;
    private int $__flags = 0;
    private int|false $__max = false;
    private bool $__inside = false;
    public function __construct(Traversable $iterator, int $mode = RecursiveIteratorIterator::LEAVES_ONLY, int $flags = 0) {
        if ($iterator instanceof IteratorAggregate) $iterator = $iterator->getIterator();
        if (!($iterator instanceof RecursiveIterator)) throw new InvalidArgumentException('An instance of RecursiveIterator or IteratorAggregate creating it is required');
        $this->__stack = [$iterator];
        $this->__state = [0];
        $this->__mode = $mode;
        $this->__flags = $flags;
    }
    private function __ready(): void {
        if (!$this->__stack) throw new Error('Object is not initialized');
    }
    // States: 0 at a new element, 1 to be tested, 2 shown before its children, 3 children to be entered,
    // 4 back from the children, 5 done: on to the next.
    private function __step(): void {
        while (true) {
            $depth = $this->__depth;
            $it = $this->__stack[$depth];
            switch ($this->__state[$depth]) {
                case 5:
                    $it->next();
                    // no break
                case 0:
                    if (!$it->valid()) break;
                    $this->__state[$depth] = 1;
                    // no break
                case 1:
                    $children = ($this->__max === false || $this->__max > $depth) && $this->callHasChildren();
                    if ($children) {
                        if ($this->__mode === self::SELF_FIRST) { $this->__state[$depth] = 3; $this->nextElement(); return; }
                        $this->__state[$depth] = 3;
                    } elseif ($this->__max !== false && $this->__max <= $depth && $this->__mode === self::LEAVES_ONLY && $it->hasChildren()) {
                        $this->__state[$depth] = 5;  // no leaf
                        continue 2;
                    } else {
                        $this->__state[$depth] = 5;
                        $this->nextElement();
                        return;
                    }
                    // no break
                case 3:
                    try {
                        $child = $this->callGetChildren();
                    } catch (Exception $e) {
                        if (!($this->__flags & self::CATCH_GET_CHILD)) throw $e;
                        $this->__state[$depth] = 5;
                        continue 2;
                    }
                    if (!($child instanceof RecursiveIterator)) {
                        throw new UnexpectedValueException('Objects returned by RecursiveIterator::getChildren() must implement RecursiveIterator');
                    }
                    $this->__state[$depth] = $this->__mode === self::CHILD_FIRST ? 4 : 5;
                    $this->__stack[] = $child;
                    $this->__state[] = 0;
                    $this->__depth++;
                    $child->rewind();
                    try {
                        $this->beginChildren();
                    } catch (Exception $e) {
                        if (!($this->__flags & self::CATCH_GET_CHILD)) throw $e;
                    }
                    continue 2;
                case 4:
                    $this->__state[$depth] = 5;
                    $this->nextElement();
                    return;
            }
            // No more elements here.
            if ($depth === 0) return;
            try {
                $this->endChildren();
            } catch (Exception $e) {
                if (!($this->__flags & self::CATCH_GET_CHILD)) throw $e;
            }
            if ($this->__depth > 0) {
                array_pop($this->__stack);
                array_pop($this->__state);
                $this->__depth--;
            }
        }
    }
    public function rewind(): void {
        $this->__ready();
        while ($this->__depth > 0) {
            array_pop($this->__stack);
            array_pop($this->__state);
            $this->__depth--;
            $this->endChildren();
        }
        $this->__state[0] = 0;
        $this->__stack[0]->rewind();
        if (!$this->__inside) $this->beginIteration();
        $this->__inside = true;
        $this->__step();
    }
    public function valid(): bool {
        $this->__ready();
        for ($depth = $this->__depth; $depth >= 0; $depth--) {
            if ($this->__stack[$depth]->valid()) return true;
        }
        if ($this->__inside) { $this->__inside = false; $this->endIteration(); }
        return false;
    }
    public function key(): mixed { $this->__ready(); return $this->__stack[$this->__depth]->key(); }
    public function current(): mixed { $this->__ready(); return $this->__stack[$this->__depth]->current(); }
    public function next(): void { $this->__ready(); $this->__step(); }
    public function getDepth(): int { $this->__ready(); return $this->__depth; }
    public function getSubIterator(?int $level = null): ?RecursiveIterator { $this->__ready(); return $this->__stack[$level ?? $this->__depth] ?? null; }
    public function getInnerIterator(): RecursiveIterator { $this->__ready(); return $this->__stack[$this->__depth]; }
    public function beginIteration() {}
    public function endIteration() {}
    public function callHasChildren(): bool { $this->__ready(); return $this->__stack[$this->__depth]->hasChildren(); }
    public function callGetChildren(): ?RecursiveIterator { $this->__ready(); return $this->__stack[$this->__depth]->getChildren(); }
    public function beginChildren() {}
    public function endChildren() {}
    public function nextElement() {}
    public function setMaxDepth(int $maxDepth = -1): void {
        if ($maxDepth < -1) throw new ValueError('RecursiveIteratorIterator::setMaxDepth(): Argument #1 ($maxDepth) must be greater than or equal to -1');
        $this->__max = $maxDepth === -1 ? false : $maxDepth;
    }
    public function getMaxDepth(): int|false { return $this->__max; }
    public function __call($name, $arguments) {
        if ($this->__stack && is_callable([$this->__stack[$this->__depth], $name])) return $this->__stack[$this->__depth]->$name(...$arguments);
        throw new Error('Call to undefined method ' . static::class . '::' . $name . '()');
    }
    public function __debugInfo() {
        $out = [];
        foreach ((array) $this as $k => $v) if (!strpos($k, "\0__")) $out[$k] = $v;
        return $out;
    }
}
)php";

constexpr char kRecursiveTreeIterator[] = R"php(
class RecursiveTreeIterator extends RecursiveIteratorIterator {
    const BYPASS_CURRENT = 4;
    const BYPASS_KEY = 8;
    const PREFIX_LEFT = 0;
    const PREFIX_MID_HAS_NEXT = 1;
    const PREFIX_MID_LAST = 2;
    const PREFIX_END_HAS_NEXT = 3;
    const PREFIX_END_LAST = 4;
    const PREFIX_RIGHT = 5;
    private int $__bypass;
    private array $__prefix = ['', '| ', '  ', '|-', '\-', ''];
    private string $__postfix = '';
    public function __construct($iterator, int $flags = RecursiveTreeIterator::BYPASS_KEY, int $cachingIteratorFlags = CachingIterator::CATCH_GET_CHILD, int $mode = RecursiveTreeIterator::SELF_FIRST) {
        if ($iterator instanceof IteratorAggregate) $iterator = $iterator->getIterator();
        parent::__construct(new RecursiveCachingIterator($iterator, $cachingIteratorFlags), $mode, $flags);
        $this->__bypass = $flags;
    }
    public function getPrefix(): string {
        $text = $this->__prefix[0];
        for ($level = 0; $level < $this->getDepth(); $level++) $text .= $this->__prefix[$this->getSubIterator($level)->hasNext() ? 1 : 2];
        return $text . $this->__prefix[$this->getSubIterator()->hasNext() ? 3 : 4] . $this->__prefix[5];
    }
    public function setPrefixPart(int $part, string $value): void {
        if ($part < 0 || $part > 5) throw new ValueError('RecursiveTreeIterator::setPrefixPart(): Argument #1 ($part) must be a RecursiveTreeIterator::PREFIX_* constant');
        $this->__prefix[$part] = $value;
    }
    public function getEntry(): string { $value = parent::current(); return is_array($value) ? 'Array' : (string) $value; }
    public function setPostfix(string $postfix): void { $this->__postfix = $postfix; }
    public function getPostfix(): string { return $this->__postfix; }
    public function current(): mixed {
        if ($this->__bypass & self::BYPASS_CURRENT) return parent::current();
        return $this->getPrefix() . $this->getEntry() . $this->__postfix;
    }
    public function key(): mixed {
        $key = parent::key();
        return $this->__bypass & self::BYPASS_KEY ? $key : $this->getPrefix() . $key . $this->__postfix;
    }
}
)php";

// What walks generators, so that traces run straight through.
constexpr char kFunctions[] = R"php(
namespace tusk\spl;
final class Functions {
    public static function iterator_count($iterator) {
        $count = 0;
        foreach ($iterator as $value) $count++;
        return $count;
    }
    public static function iterator_to_array($iterator, $preserve_keys = true) {
        $array = [];
        if ($preserve_keys) {
            foreach ($iterator as $key => $value) $array[$key] = $value;
        } else {
            foreach ($iterator as $value) $array[] = $value;
        }
        return $array;
    }
}
)php";

constexpr BuiltinClassRow kRows[] = {
    {.name = "AppendIterator", .extension = "SPL", .source = kAppendIterator},
    {.name = "CachingIterator", .extension = "SPL", .source = kCachingIterator},
    {.name = "CallbackFilterIterator", .extension = "SPL", .source = kCallbackFilterIterator},
    {.name = "EmptyIterator", .extension = "SPL", .source = kEmptyIterator},
    {.name = "FilterIterator", .extension = "SPL", .source = kFilterIterator},
    {.name = "InfiniteIterator", .extension = "SPL", .source = kInfiniteIterator},
    {.name = "IteratorIterator", .extension = "SPL", .source = kIteratorIterator},
    {.name = "LimitIterator", .extension = "SPL", .source = kLimitIterator},
    {.name = "MultipleIterator", .extension = "SPL", .source = kMultipleIterator},
    {.name = "NoRewindIterator", .extension = "SPL", .source = kNoRewindIterator},
    {.name = "ParentIterator", .extension = "SPL", .source = kParentIterator},
    {.name = "RecursiveCachingIterator", .extension = "SPL", .source = kRecursiveCachingIterator},
    {.name = "RecursiveCallbackFilterIterator",
     .extension = "SPL",
     .source = kRecursiveCallbackFilterIterator},
    {.name = "RecursiveFilterIterator", .extension = "SPL", .source = kRecursiveFilterIterator},
    {.name = "RecursiveIteratorIterator", .extension = "SPL", .source = kRecursiveIteratorIterator},
    {.name = "RecursiveRegexIterator", .extension = "SPL", .source = kRecursiveRegexIterator},
    {.name = "RecursiveTreeIterator", .extension = "SPL", .source = kRecursiveTreeIterator},
    {.name = "RegexIterator", .extension = "SPL", .source = kRegexIterator},
    {.name = "tusk\\spl\\Functions", .extension = "SPL", .source = kFunctions},
};

}  // namespace

constinit const std::span<const BuiltinClassRow> kSplIteratorClasses = kRows;

}  // namespace tusk
