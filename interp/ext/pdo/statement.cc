// PDOStatement in PHP: parameters, execution, and rows in all of PDO's shapes.
#include "interp/ext/pdo/statement.h"

namespace tusk {

const char* const kPdoRowSource = R"php(
#[AllowDynamicProperties]
final class PDORow {
    public string $queryString;
    private function __construct() {}
}
)php";

const char* const kPdoStatementSource = R"php(
class PDOStatement implements IteratorAggregate {
    public string $queryString;
    private $__db = null;
    private $__inner = null;
    private $__errors = null;
    private $__fetch = [0, []];
    private $__parameters = [];
    private $__columns = [];
    private $__state = 0;  // 0: not executed, 1: a row waits, 2: between rows, 3: no more
    private $__rows = 0;
    private $__width = 0;
    private $__lazy = null;

    public function __start($db, $inner, $query) {
        $this->queryString = $query;
        $this->__db = $db;
        $this->__inner = $inner;
        $this->__errors = new \tusk\PdoErrors;
        $this->__errors->state = null;
    }
    private function __live(): object { return $this->__inner ?? throw new Error('PDO object is uninitialized'); }
    private function __level(): int { return $this->__db->__mode(); }
    private function __failed(string $method): false {
        $db = $this->__db->__db();
        return $this->__errors->driver($method, $this->__level(), $db->code(), $db->message());
    }

    // --- parameters
    private function __bind(string $method, string|int $param, array $entry): bool {
        $this->__live();
        if (is_int($param)) {
            if ($param < 1) throw new ValueError("$method(): Argument #1 (\$param) must be greater than or equal to 1");
            $key = $param;
        } else {
            if ($param === '') throw new ValueError("$method(): Argument #1 (\$param) must not be empty");
            $key = $param[0] === ':' ? $param : ':' . $param;
        }
        $this->__parameters[$key] = $entry;
        return true;
    }
    public function bindParam(int|string $param, mixed &$var, int $type = PDO::PARAM_STR, int $maxLength = 0, mixed $driverOptions = null): bool { return $this->__bind('PDOStatement::bindParam', $param, [&$var, $type]); }
    public function bindValue(int|string $param, mixed $value, int $type = PDO::PARAM_STR): bool { return $this->__bind('PDOStatement::bindValue', $param, [$value, $type]); }
    public function bindColumn(int|string $column, mixed &$var, int $type = PDO::PARAM_STR, int $maxLength = 0, mixed $driverOptions = null): bool {
        $this->__live();
        if (is_int($column) && $column < 1) throw new ValueError('PDOStatement::bindColumn(): Argument #1 ($column) must be greater than or equal to 1');
        $this->__columns[$column] = [&$var, $type];
        return true;
    }
    private function __apply(string $method): bool {
        $inner = $this->__inner;
        $positional = $named = false;
        foreach ($this->__parameters as $key => $entry) {
            $value = $entry[0];
            $type = $entry[1] & 0xffff;
            $number = is_int($key) ? $key : $inner->parameterIndex($key);
            if ($number < 1 || $number > $inner->parameterCount()) {
                if (is_int($key)) return $this->__errors->driver($method, $this->__level(), 25, 'column index out of range');
                return $this->__errors->own($method, $this->__level(), 'HY093', 'parameter was not defined');
            }
            if ($type === PDO::PARAM_LOB && is_resource($value)) {
                $value = stream_get_contents($value);
                if ($value === false) return $this->__errors->own($method, $this->__level(), 'HY105', 'Expected a stream resource');
            }
            if (is_bool($value) && $type === PDO::PARAM_STR) $value = $value ? '1' : '0';
            if ($value !== null && $type === PDO::PARAM_STR) $value = (string) $value;
            $code = $inner->bind($number, $value, match ($type) { PDO::PARAM_NULL => 5, PDO::PARAM_INT, PDO::PARAM_BOOL => 1, PDO::PARAM_LOB => 4, default => 3 });
            if ($code !== 0) return $this->__failed($method);
        }
        return true;
    }
    public function execute(?array $params = null): bool {
        $this->__live();
        if ($params !== null) {
            $this->__parameters = [];
            foreach ($params as $key => $value) {
                if (is_int($key)) $this->__parameters[$key + 1] = [$value, PDO::PARAM_STR];
                else $this->__parameters[$key !== '' && $key[0] === ':' ? $key : ":$key"] = [$value, PDO::PARAM_STR];
            }
        }
        return $this->__run('PDOStatement::execute');
    }
    public function __run(string $method): bool {
        $inner = $this->__live();
        $this->__errors->clear();
        $inner->reset();
        $this->__state = 0;
        if (!$this->__apply($method)) return false;
        $code = $inner->step();
        if ($code !== 100 && $code !== 101) {
            $failed = $this->__failed($method);
            $inner->reset();
            return $failed;
        }
        $this->__width = $inner->columnCount();
        $this->__state = $code === 100 ? 1 : 3;
        $this->__rows = 0;
        if ($code === 101) {
            $this->__rows = $this->__db->__db()->changes();
            $inner->reset();
        }
        return true;
    }
    /** Steps to the next row. */
    private function __next(string $method): bool {
        if ($this->__state === 1) {
            $this->__state = 2;
            return true;
        }
        if ($this->__state !== 2) return false;
        $code = $this->__inner->step();
        if ($code === 100) return true;
        $this->__state = 3;
        if ($code !== 101) $this->__failed($method);
        $this->__inner->reset();
        return false;
    }
    private function __value(int $i): mixed {
        $value = $this->__inner->column($i);
        if ($value === null) return $this->__db->__option(PDO::ATTR_ORACLE_NULLS) === PDO::NULL_TO_STRING ? '' : null;
        if ($value === '' && $this->__db->__option(PDO::ATTR_ORACLE_NULLS) === PDO::NULL_EMPTY_STRING) return null;
        return !is_string($value) && $this->__db->__option(PDO::ATTR_STRINGIFY_FETCHES) ? (string) $value : $value;
    }
    private function __name(int $i): string {
        $name = $this->__inner->columnName($i);
        return match ($this->__db->__option(PDO::ATTR_CASE)) { PDO::CASE_UPPER => strtoupper($name), PDO::CASE_LOWER => strtolower($name), default => $name };
    }
    private function __give_bound(): void {
        foreach ($this->__columns as $column => &$bound) {
            for ($i = 0; $i < $this->__width; $i++) {
                if ($column !== $i + 1 && $column !== $this->__name($i)) continue;
                $value = $this->__value($i);
                $bound[0] = $value === null ? null : match ($bound[1] & 0xffff) { PDO::PARAM_INT => (int) $value, PDO::PARAM_BOOL => (bool) $value, PDO::PARAM_STR => is_string($value) ? $value : (string) $value, default => $value };
            }
        }
    }

    // --- how rows look
    public function __mode(string $method, int $first, int $mode, array $arguments): bool {
        $plain = $mode & 0xffff;
        $count = count($arguments) + $first - 1;
        $exactly = function (int $n) use ($method, $arguments, $first) {
            if (count($arguments) !== $n) throw new ArgumentCountError("$method() expects exactly " . ($n + $first) . ' argument' . ($n + $first === 1 ? '' : 's') . ' for the fetch mode provided, ' . (count($arguments) + $first) . ' given');
        };
        $number = $first + 1;
        switch ($plain) {
            case 0: case 1: case 2: case 3: case 4: case 5: case 6: case 11: case 12: $exactly(0); break;
            case PDO::FETCH_COLUMN:
                $exactly(1);
                if (!is_int($arguments[0])) throw new TypeError("$method(): Argument #$number must be of type int, " . get_debug_type($arguments[0]) . ' given');
                if ($arguments[0] < 0) throw new ValueError("$method(): Argument #$number must be greater than or equal to 0");
                break;
            case PDO::FETCH_CLASS:
                if ($mode & PDO::FETCH_CLASSTYPE) { $exactly(0); break; }
                if (!$arguments) throw new ArgumentCountError("$method() expects at least " . ($first + 1) . ' arguments for the fetch mode provided, ' . $first . ' given');
                if (!is_string($arguments[0])) throw new TypeError("$method(): Argument #$number must be of type string, " . get_debug_type($arguments[0]) . ' given');
                if (!class_exists($arguments[0])) throw new TypeError("$method(): Argument #$number must be a valid class");
                if (isset($arguments[1]) && !is_array($arguments[1])) throw new TypeError("$method(): Argument #" . ($number + 1) . ' must be of type ?array, ' . get_debug_type($arguments[1]) . ' given');
                break;
            case PDO::FETCH_INTO:
                $exactly(1);
                if (!is_object($arguments[0])) throw new TypeError("$method(): Argument #$number must be of type object, " . get_debug_type($arguments[0]) . ' given');
                break;
            case PDO::FETCH_FUNC: break;
            default: throw new ValueError("$method(): Argument #$first (\$mode) must be a bitmask of PDO::FETCH_* constants");
        }
        $this->__fetch = [$mode, $arguments];
        return true;
    }
    public function setFetchMode(int $mode, mixed ...$args) {
        $this->__live();
        $this->__errors->clear();
        if (($mode & 0xffff) === PDO::FETCH_FUNC) throw new ValueError('PDOStatement::setFetchMode(): Argument #1 ($mode) Can only use PDO::FETCH_FUNC in PDOStatement::fetchAll()');
        return $this->__mode('PDOStatement::setFetchMode', 1, $mode, $args);
    }
    private function __fill(object $object, int $from): void {
        $class = $object::class;
        $fill = function (array $values) { foreach ($values as $name => $value) $this->$name = $value; };
        $values = [];
        for ($i = $from; $i < $this->__width; $i++) $values[$this->__name($i)] = $this->__value($i);
        if ($class === 'stdClass') {
            foreach ($values as $name => $value) $object->$name = $value;
            return;
        }
        Closure::bind($fill, $object, (new ReflectionClass($class))->isInternal() ? null : $class)($values);
    }
    private function __object(int $mode, array $arguments, int $from): object {
        if ($mode & PDO::FETCH_CLASSTYPE) {
            $class = (string) $this->__value($from++);
            if (!class_exists($class)) $class = 'stdClass';
        } else {
            $class = $arguments[0] ?? 'stdClass';
        }
        if ($class === 'stdClass') {
            $object = new stdClass;
            $this->__fill($object, $from);
            return $object;
        }
        $reflection = new ReflectionClass($class);
        if ($reflection->isAbstract() || $reflection->isInterface() || $reflection->isEnum()) return new $class;
        $object = $reflection->newInstanceWithoutConstructor();
        $constructor = $reflection->getConstructor();
        $values = $arguments[1] ?? [];
        if (!$constructor && $values) throw new Error('User-supplied statement does not accept constructor arguments');
        $construct = fn() => $constructor && $constructor->invoke($object, ...$values);
        if ($mode & PDO::FETCH_PROPS_LATE) $construct();
        $this->__fill($object, $from);
        if (!($mode & PDO::FETCH_PROPS_LATE)) $construct();
        return $object;
    }
    /** The current row, from column $from on. */
    private function __row(int $mode, array $arguments, int $from = 0): mixed {
        switch ($mode & 0xffff) {
            case PDO::FETCH_ASSOC:
                if ($from === 0 && !$this->__db->__option(PDO::ATTR_STRINGIFY_FETCHES) && !$this->__db->__option(PDO::ATTR_CASE) && !$this->__db->__option(PDO::ATTR_ORACLE_NULLS)) return $this->__inner->row(1);
                $row = [];
                for ($i = $from; $i < $this->__width; $i++) $row[$this->__name($i)] = $this->__value($i);
                return $row;
            case PDO::FETCH_NUM:
                $row = [];
                for ($i = $from; $i < $this->__width; $i++) $row[] = $this->__value($i);
                return $row;
            case PDO::FETCH_BOTH:
                $row = [];
                for ($i = $from; $i < $this->__width; $i++) {
                    $value = $this->__value($i);
                    $row[$this->__name($i)] = $value;
                    // A column whose name is its number stays what the name says.
                    if (!array_key_exists($i - $from, $row)) $row[$i - $from] = $value;
                }
                return $row;
            case PDO::FETCH_NAMED:
                $row = $seen = [];
                for ($i = $from; $i < $this->__width; $i++) {
                    $name = $this->__name($i);
                    $seen[$name] = ($seen[$name] ?? 0) + 1;
                    if ($seen[$name] === 1) $row[$name] = $this->__value($i);
                    elseif ($seen[$name] === 2) $row[$name] = [$row[$name], $this->__value($i)];
                    else $row[$name][] = $this->__value($i);
                }
                return $row;
            case PDO::FETCH_OBJ:
                $object = new stdClass;
                $this->__fill($object, $from);
                return $object;
            case PDO::FETCH_LAZY:
                if (!$this->__lazy) {
                    $this->__lazy = (new ReflectionClass('PDORow'))->newInstanceWithoutConstructor();
                    $this->__lazy->queryString = $this->queryString;
                }
                for ($i = 0; $i < $this->__width; $i++) $this->__lazy->{$this->__name($i)} = $this->__value($i);
                return $this->__lazy;
            case PDO::FETCH_BOUND: return true;
            case PDO::FETCH_COLUMN:
                $column = ($arguments[0] ?? 0);
                if ($column >= $this->__width) throw new ValueError('Invalid column index');
                return $this->__value($column);
            case PDO::FETCH_CLASS: return $this->__object($mode, $arguments, $from);
            case PDO::FETCH_INTO:
                $this->__fill($arguments[0], $from);
                return $arguments[0];
            case PDO::FETCH_KEY_PAIR:
                return [$this->__value(0) => $this->__value(1)];
        }
        return false;
    }
    private function __default(): array {
        [$mode, $arguments] = $this->__fetch;
        return ($mode & 0xffff) === 0 ? [$this->__db->__option(PDO::ATTR_DEFAULT_FETCH_MODE) | $mode, $arguments] : [$mode, $arguments];
    }
    private function __usable(string $method, int $mode): void {
        $plain = $mode & 0xffff;
        if ($mode < 0 || $plain > 12) throw new ValueError("$method(): Argument #1 (\$mode) must be a bitmask of PDO::FETCH_* constants");
    }
    public function fetch(int $mode = PDO::FETCH_DEFAULT, int $cursorOrientation = PDO::FETCH_ORI_NEXT, int $cursorOffset = 0): mixed {
        $this->__live();
        $this->__errors->clear();
        $this->__usable('PDOStatement::fetch', $mode);
        [$own, $arguments] = $this->__default();
        if (($mode & 0xffff) === 0) $mode = $own | $mode;
        $plain = $mode & 0xffff;
        if ($plain === PDO::FETCH_FUNC) throw new ValueError('PDOStatement::fetch(): Argument #1 ($mode) Can only use PDO::FETCH_FUNC in PDOStatement::fetchAll()');
        if ($plain === PDO::FETCH_INTO && !is_object($arguments[0] ?? null)) return $this->__errors->own('PDOStatement::fetch', $this->__level(), 'HY000', 'No fetch-into object specified.');
        if ($plain === PDO::FETCH_CLASS && !($mode & PDO::FETCH_CLASSTYPE) && !isset($arguments[0])) return $this->__errors->own('PDOStatement::fetch', $this->__level(), 'HY000', 'No fetch class specified');
        if ($cursorOrientation !== PDO::FETCH_ORI_NEXT || !$this->__next('PDOStatement::fetch')) return false;
        if ($this->__columns) $this->__give_bound();
        if ($plain === PDO::FETCH_KEY_PAIR && $this->__width !== 2) return $this->__errors->own('PDOStatement::fetch', $this->__level(), 'HY000', 'PDO::FETCH_KEY_PAIR fetch mode requires the result set to contain exactly 2 columns.');
        return $this->__row($mode, $arguments);
    }
    public function fetchColumn(int $column = 0): mixed {
        $this->__live();
        $this->__errors->clear();
        if (!$this->__next('PDOStatement::fetchColumn')) return false;
        if ($column < 0) throw new ValueError('PDOStatement::fetchColumn(): Argument #1 ($column) must be greater than or equal to 0');
        if ($this->__columns) $this->__give_bound();
        if ($column >= $this->__width) throw new ValueError('Invalid column index');
        return $this->__value($column);
    }
    public function fetchObject(?string $class = 'stdClass', array $constructorArgs = []): object|false {
        $this->__live();
        $this->__errors->clear();
        if (!$this->__next('PDOStatement::fetchObject')) return false;
        if ($this->__columns) $this->__give_bound();
        return $this->__object(PDO::FETCH_CLASS, [$class ?? 'stdClass', $constructorArgs], 0);
    }
    public function fetchAll(int $mode = PDO::FETCH_DEFAULT, mixed ...$args): array {
        $this->__live();
        $this->__errors->clear();
        $this->__usable('PDOStatement::fetchAll', $mode);
        [$own, $arguments] = $this->__default();
        $plain = $mode & 0xffff;
        if ($plain === 0) {
            $mode = $own | ($mode & ~0xffff);
            $plain = $mode & 0xffff;
        } else {
            $arguments = $args;
        }
        $rows = [];
        switch ($plain) {
            case PDO::FETCH_LAZY: throw new ValueError('PDOStatement::fetchAll(): Argument #1 ($mode) cannot be PDO::FETCH_LAZY in PDOStatement::fetchAll()');
            case PDO::FETCH_INTO: throw new ValueError('PDOStatement::fetchAll(): Argument #1 ($mode) cannot be PDO::FETCH_INTO in PDOStatement::fetchAll()');
            case PDO::FETCH_FUNC:
                if (!isset($arguments[0])) throw new ArgumentCountError('PDOStatement::fetchAll() expects exactly 2 argument for PDO::FETCH_FUNC, 1 given');
                if (!is_callable($arguments[0])) throw new TypeError('PDOStatement::fetchAll(): Argument #2 must be a valid callback, ' . (is_string($arguments[0]) ? "function \"{$arguments[0]}\" not found or invalid function name" : 'no array or string given'));
                break;
            case PDO::FETCH_CLASS:
                if (!($mode & PDO::FETCH_CLASSTYPE)) $arguments[0] ??= 'stdClass';
                break;
            case PDO::FETCH_KEY_PAIR:
                while ($this->__next('PDOStatement::fetchAll')) {
                    if ($this->__width !== 2) {
                        $this->__errors->own('PDOStatement::fetchAll', $this->__level(), 'HY000', 'PDO::FETCH_KEY_PAIR fetch mode requires the result set to contain exactly 2 columns.');
                        return [];
                    }
                    $rows[$this->__value(0)] = $this->__value(1);
                }
                return $rows;
        }
        $groups = ($mode & PDO::FETCH_GROUP) !== 0;
        $unique = ($mode & PDO::FETCH_UNIQUE) === PDO::FETCH_UNIQUE;
        if ($plain === PDO::FETCH_COLUMN && $groups && !$args && !isset($arguments[0])) $arguments = [1];
        while ($this->__next('PDOStatement::fetchAll')) {
            if ($this->__columns) $this->__give_bound();
            $from = $groups ? 1 : 0;
            $key = $groups ? $this->__value($plain === PDO::FETCH_CLASS && $mode & PDO::FETCH_CLASSTYPE ? 1 : 0) : null;
            if ($plain === PDO::FETCH_FUNC) {
                $row = $arguments[0](...$this->__row(PDO::FETCH_NUM, [], $from));
            } else {
                $row = $this->__row($mode, $arguments, $from);
            }
            if ($unique) $rows[$key] = $row;
            elseif ($groups) $rows[$key][] = $row;
            else $rows[] = $row;
        }
        return $rows;
    }

    // --- the rest
    public function columnCount(): int {
        $this->__live();
        return $this->__width;
    }
    public function rowCount(): int {
        $this->__live();
        return $this->__rows;
    }
    public function getColumnMeta(int $column): array|false {
        $inner = $this->__live();
        if ($column < 0) throw new ValueError('PDOStatement::getColumnMeta(): Argument #1 ($column) must be greater than or equal to 0');
        $this->__errors->clear();
        if ($this->__state === 0 || $column >= $this->__width || ($type = $inner->columnType($column)) === null) return false;
        $meta = ['native_type' => [1 => 'integer', 'double', 'string', 'string', 'null'][$type], 'pdo_type' => [1 => PDO::PARAM_INT, PDO::PARAM_STR, PDO::PARAM_STR, PDO::PARAM_STR, PDO::PARAM_NULL][$type]];
        if (($declared = $inner->declaredType($column)) !== null) $meta['sqlite:decl_type'] = $declared;
        if (($table = $inner->tableName($column)) !== null) $meta['table'] = $table;
        $meta['flags'] = $type === 4 ? ['blob'] : [];
        return $meta + ['name' => $this->__name($column), 'len' => -1, 'precision' => 0];
    }
    public function closeCursor(): bool {
        $this->__live()->reset();
        $this->__state = 3;
        return true;
    }
    public function nextRowset(): bool {
        $this->__live();
        return $this->__errors->own('PDOStatement::nextRowset', $this->__level(), 'IM001', 'driver does not support multiple rowsets');
    }
    public function errorCode(): ?string {
        $this->__live();
        return $this->__errors->state;
    }
    public function errorInfo(): array {
        $this->__live();
        return $this->__errors->info();
    }
    public function setAttribute(int $attribute, mixed $value): bool {
        $this->__live();
        return $this->__errors->own('PDOStatement::setAttribute', $this->__level(), 'IM001', "This driver doesn't support setting attributes");
    }
    public function getAttribute(int $name): mixed {
        $inner = $this->__live();
        $this->__errors->clear();
        if ($name === PDO::SQLITE_ATTR_READONLY_STATEMENT) return (bool) $inner->isReadOnly();
        return $this->__errors->own('PDOStatement::getAttribute', $this->__level(), 'IM001', 'driver does not support that attribute');
    }
    public function debugDumpParams(): ?bool {
        $this->__live();
        echo 'SQL: [', strlen($this->queryString), '] ', $this->queryString, "\nParams:  ", count($this->__parameters), "\n";
        foreach ($this->__parameters as $key => $entry) {
            $named = is_string($key);
            echo $named ? 'Key: Name: [' . strlen($key) . "] $key\n" : 'Key: Position #' . ($key - 1) . ":\n";
            echo 'paramno=', $named ? -1 : $key - 1, "\nname=[", $named ? strlen($key) : 0, '] "', $named ? $key : '', "\"\nis_param=1\nparam_type=", $entry[1], "\n";
        }
        return null;
    }
    public function getIterator(): Iterator {
        $this->__live();
        return (function () {
            while (($row = $this->fetch()) !== false) yield $row;
        })();
    }
    public function __serialize(): array { throw new Exception("Serialization of '" . static::class . "' is not allowed"); }
}
)php";

}  // namespace tusk
