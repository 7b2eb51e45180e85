// PDO, its exception, its constants and the driver for SQLite, in PHP on tusk\Sqlite.
#include "interp/ext/library_tables.h"

#include "interp/ext/pdo/statement.h"
#include "interp/ext/support.h"
#include "interp/runtime/base_dir.h"

namespace tusk {
namespace {

constexpr char kException[] = R"php(
class PDOException extends RuntimeException {
    protected $code = 0;
    public ?array $errorInfo = null;
    public static function __make(string $message, string|int $code, array $info) {
        $e = new self($message);
        $e->code = $code;
        $e->errorInfo = $info;
        return $e;
    }
}
)php";

// What connection and statement share: the state of the last operation and how it is reported.
constexpr char kErrors[] = R"php(
namespace tusk;
final class PdoErrors {
    public const TEXTS = ['00000' => 'No error', '01002' => 'Disconnect error', '22001' => 'String data, right truncated', '22003' => 'Numeric value out of range', '23000' => 'Integrity constraint violation', '42S02' => 'Base table or view not found', 'HY000' => 'General error', 'HY093' => 'Invalid parameter number', 'HY105' => 'Invalid parameter type', 'HYC00' => 'Optional feature not implemented', 'IM001' => 'Driver does not support this function'];
    public ?string $state = null;
    public array $rest = [];
    public function clear(): void {
        $this->state = '00000';
        $this->rest = [];
    }
    public function info(): array { return [$this->state ?? '', ...($this->rest ?: [null, null])]; }
    /** What SQLite reports. */
    public function driver(string $method, int $mode, int $code, string $text): false {
        $this->state = match ($code) { 12 => '42S02', 9 => '01002', 22 => 'HYC00', 18 => '22001', 19 => '23000', default => 'HY000' };
        $this->rest = [$code, $text];
        $message = "SQLSTATE[$this->state]: " . self::TEXTS[$this->state] . ": $code $text";
        if ($mode === 1) warn("$method(): $message");
        if ($mode === 2) throw \PDOException::__make($message, $this->state, $this->info());
        return false;
    }
    /** What PDO itself finds wrong. */
    public function own(string $method, int $mode, string $state, ?string $more = null): false {
        $this->state = $state;
        $this->rest = [];
        $message = "SQLSTATE[$state]: " . (self::TEXTS[$state] ?? '<<Unknown error>>') . ($more === null ? '' : ": $more");
        if ($mode !== 2) warn("$method(): $message");
        else throw \PDOException::__make($message, $state, [$state, 0]);
        return false;
    }
}
)php";

constexpr char kConnection[] = R"php(
class PDO {
    const PARAM_NULL = 0, PARAM_BOOL = 5, PARAM_INT = 1, PARAM_STR = 2, PARAM_LOB = 3, PARAM_STMT = 4, PARAM_INPUT_OUTPUT = 2147483648, PARAM_STR_NATL = 1073741824, PARAM_STR_CHAR = 536870912, PARAM_EVT_ALLOC = 0, PARAM_EVT_FREE = 1, PARAM_EVT_EXEC_PRE = 2, PARAM_EVT_EXEC_POST = 3, PARAM_EVT_FETCH_PRE = 4, PARAM_EVT_FETCH_POST = 5, PARAM_EVT_NORMALIZE = 6;
    const FETCH_DEFAULT = 0, FETCH_LAZY = 1, FETCH_ASSOC = 2, FETCH_NUM = 3, FETCH_BOTH = 4, FETCH_OBJ = 5, FETCH_BOUND = 6, FETCH_COLUMN = 7, FETCH_CLASS = 8, FETCH_INTO = 9, FETCH_FUNC = 10, FETCH_GROUP = 65536, FETCH_UNIQUE = 196608, FETCH_KEY_PAIR = 12, FETCH_CLASSTYPE = 262144, FETCH_SERIALIZE = 524288, FETCH_PROPS_LATE = 1048576, FETCH_NAMED = 11;
    const ATTR_AUTOCOMMIT = 0, ATTR_PREFETCH = 1, ATTR_TIMEOUT = 2, ATTR_ERRMODE = 3, ATTR_SERVER_VERSION = 4, ATTR_CLIENT_VERSION = 5, ATTR_SERVER_INFO = 6, ATTR_CONNECTION_STATUS = 7, ATTR_CASE = 8, ATTR_CURSOR_NAME = 9, ATTR_CURSOR = 10, ATTR_ORACLE_NULLS = 11, ATTR_PERSISTENT = 12, ATTR_STATEMENT_CLASS = 13, ATTR_FETCH_TABLE_NAMES = 14, ATTR_FETCH_CATALOG_NAMES = 15, ATTR_DRIVER_NAME = 16, ATTR_STRINGIFY_FETCHES = 17, ATTR_MAX_COLUMN_LEN = 18, ATTR_EMULATE_PREPARES = 20, ATTR_DEFAULT_FETCH_MODE = 19, ATTR_DEFAULT_STR_PARAM = 21;
    const ERRMODE_SILENT = 0, ERRMODE_WARNING = 1, ERRMODE_EXCEPTION = 2, CASE_NATURAL = 0, CASE_LOWER = 2, CASE_UPPER = 1, NULL_NATURAL = 0, NULL_EMPTY_STRING = 1, NULL_TO_STRING = 2, ERR_NONE = '00000', FETCH_ORI_NEXT = 0, FETCH_ORI_PRIOR = 1, FETCH_ORI_FIRST = 2, FETCH_ORI_LAST = 3, FETCH_ORI_ABS = 4, FETCH_ORI_REL = 5, CURSOR_FWDONLY = 0, CURSOR_SCROLL = 1;
    const SQLITE_DETERMINISTIC = 2048, SQLITE_OPEN_READONLY = 1, SQLITE_OPEN_READWRITE = 2, SQLITE_OPEN_CREATE = 4, SQLITE_ATTR_OPEN_FLAGS = 1000, SQLITE_ATTR_READONLY_STATEMENT = 1001, SQLITE_ATTR_EXTENDED_RESULT_CODES = 1002;
    private $__db = null;
    private $__errors = null;
    private $__attributes = [self::ATTR_ERRMODE => self::ERRMODE_EXCEPTION, self::ATTR_CASE => 0, self::ATTR_ORACLE_NULLS => 0, self::ATTR_STRINGIFY_FETCHES => false, self::ATTR_DEFAULT_FETCH_MODE => self::FETCH_BOTH, self::ATTR_PERSISTENT => false];
    private $__statement_class = ['PDOStatement'];

    public static function connect(string $dsn, ?string $username = null, #[\SensitiveParameter] ?string $password = null, ?array $options = null): static {
        $driver = strstr($dsn, ':', true);
        if ($driver === 'sqlite') {
            if (static::class === 'PDO') return new Pdo\Sqlite($dsn, $username, $password, $options);
            if (is_a(static::class, 'Pdo\Sqlite', true)) return new static($dsn, $username, $password, $options);
            throw new PDOException(static::class . '::connect() cannot be used for connecting to the "sqlite" driver, either call Pdo\Sqlite::connect() or PDO::connect() instead');
        }
        return new static($dsn, $username, $password, $options);
    }
    public function __construct(string $dsn, ?string $username = null, #[\SensitiveParameter] ?string $password = null, #[\SensitiveParameter] ?array $options = null) {
        $colon = strpos($dsn, ':');
        if ($colon === false) throw new PDOException('PDO::__construct(): Argument #1 ($dsn) must be a valid data source name');
        if (substr($dsn, 0, $colon) !== 'sqlite') throw new PDOException('could not find driver');
        $file = substr($dsn, $colon + 1);
        $flags = $options[self::SQLITE_ATTR_OPEN_FLAGS] ?? 6;
        $is_uri = str_starts_with($file, 'file:');
        if ($file !== '' && $file !== ':memory:' && !$is_uri && $file[0] !== '/') $file = getcwd() . '/' . $file;
        if (ini_get('open_basedir') && $file !== '' && $file !== ':memory:' && ($is_uri || !@\tusk\pdo_may_open($file))) throw new PDOException('open_basedir prohibits opening ' . substr($dsn, $colon + 1));
        $db = \tusk\Sqlite::open($file, $flags | ($is_uri ? 64 : 0));
        if (is_array($db)) throw PDOException::__make("SQLSTATE[HY000] [$db[0]] $db[1]", $db[0], ['HY000', $db[0], $db[1]]);
        $db->busyTimeout(60000);
        $this->__db = $db;
        $this->__errors = new \tusk\PdoErrors;
        foreach ($options ?? [] as $attribute => $value) {
            if (is_int($attribute) && $attribute !== self::SQLITE_ATTR_OPEN_FLAGS && $attribute !== self::ATTR_PERSISTENT) $this->setAttribute($attribute, $value);
        }
    }
    public function __db(): object { return $this->__db ?? throw new Error(static::class . ' object is not initialized, constructor was not called'); }
    public function __mode(): int { return $this->__attributes[self::ATTR_ERRMODE]; }
    public function __option(int $attribute): mixed { return $this->__attributes[$attribute]; }
    private function __failed(string $method): false {
        $db = $this->__db();
        return $this->__errors->driver("PDO::$method", $this->__mode(), $db->code(), $db->message());
    }
    public function beginTransaction(): bool {
        $db = $this->__db();
        if ($this->inTransaction()) throw new PDOException('There is already an active transaction');
        $this->__errors->clear();
        return $db->exec('BEGIN') === 0 ? true : $this->__failed('beginTransaction');
    }
    private function __end(string $method, string $sql): bool {
        $db = $this->__db();
        if (!$this->inTransaction()) throw new PDOException('There is no active transaction');
        $this->__errors->clear();
        return $db->exec($sql) === 0 ? true : $this->__failed($method);
    }
    public function commit(): bool { return $this->__end('commit', 'COMMIT'); }
    public function rollBack(): bool { return $this->__end('rollBack', 'ROLLBACK'); }
    public function inTransaction(): bool { return !$this->__db()->commits(); }
    public function errorCode(): ?string {
        $this->__db();
        return $this->__errors->state;
    }
    public function errorInfo(): array {
        $this->__db();
        return $this->__errors->info();
    }
    public function exec(string $statement): int|false {
        $db = $this->__db();
        if ($statement === '') throw new ValueError('PDO::exec(): Argument #1 ($statement) must not be empty');
        $this->__errors->clear();
        return $db->exec($statement) === 0 ? $db->changes() : $this->__failed('exec');
    }
    private function __compile(string $method, string $query, array $options): PDOStatement|false {
        $db = $this->__db();
        $this->__errors->clear();
        $class = $options[self::ATTR_STATEMENT_CLASS] ?? $this->__statement_class;
        if (($options[self::ATTR_CURSOR] ?? 0) !== 0) return $this->__errors->driver("PDO::$method", $this->__mode(), 1, 'not an error');
        $inner = $db->prepare($query);
        if (!$inner) return $this->__failed($method);
        $statement = (new ReflectionClass($class[0]))->newInstanceWithoutConstructor();
        $statement->__start($this, $inner, $query);
        if (method_exists($statement, '__construct')) (function ($arguments) { $this->__construct(...$arguments); })->bindTo($statement, $class[0])($class[1] ?? []);
        return $statement;
    }
    public function prepare(string $query, array $options = []): PDOStatement|false {
        $this->__db();
        if ($query === '') throw new ValueError('PDO::prepare(): Argument #1 ($query) must not be empty');
        if (isset($options[self::ATTR_STATEMENT_CLASS])) $this->__check_class($options[self::ATTR_STATEMENT_CLASS]);
        return $this->__compile('prepare', $query, $options);
    }
    public function query(string $query, ?int $fetchMode = null, mixed ...$fetchModeArgs): PDOStatement|false {
        $this->__db();
        if ($query === '') throw new ValueError('PDO::query(): Argument #1 ($query) must not be empty');
        $statement = $this->__compile('query', $query, []);
        if (!$statement) return false;
        if ($fetchMode !== null && !$statement->__mode('PDO::query', 2, $fetchMode, $fetchModeArgs)) return false;
        return $statement->__run('PDO::query') ? $statement : false;
    }
    public function lastInsertId(?string $name = null): string|false {
        $db = $this->__db();
        $this->__errors->clear();
        return (string) $db->lastId();
    }
    public function quote(string $string, int $type = self::PARAM_STR): string|false {
        $this->__db();
        $this->__errors->clear();
        if ($type === self::PARAM_LOB) return "x'" . bin2hex($string) . "'";
        if (str_contains($string, "\0")) {
            if ($this->__mode() === 2) throw PDOException::__make('SQLite PDO::quote does not support null bytes', 0, []);
            return false;
        }
        return "'" . str_replace("'", "''", $string) . "'";
    }
    private function __check_class(mixed $value): void {
        if (!is_array($value)) throw new TypeError('PDO::ATTR_STATEMENT_CLASS value must be of type array, ' . get_debug_type($value) . ' given');
        if (!is_string($value[0] ?? null) || !class_exists($value[0])) throw new TypeError('PDO::ATTR_STATEMENT_CLASS class must be a valid class');
        if (!is_a($value[0], 'PDOStatement', true)) throw new TypeError('PDO::ATTR_STATEMENT_CLASS class must be derived from PDOStatement');
        if ((new ReflectionClass($value[0]))->getConstructor()?->isPublic()) throw new TypeError('User-supplied statement class cannot have a public constructor');
        if (isset($value[1]) && !is_array($value[1])) throw new TypeError('PDO::ATTR_STATEMENT_CLASS constructor_args must be of type ?array, ' . get_debug_type($value[1]) . ' given');
    }
    private static function __int(mixed $value): int {
        if (is_int($value) || is_bool($value)) return (int) $value;
        if (is_string($value) && is_numeric($value)) return (int) $value;
        throw new TypeError('Attribute value must be of type int for selected attribute, ' . get_debug_type($value) . ' given');
    }
    private static function __bool(mixed $value): bool {
        if (is_bool($value) || is_int($value)) return (bool) $value;
        if (is_string($value) && is_numeric($value)) return (bool) (int) $value;
        throw new TypeError('Attribute value must be of type bool for selected attribute, ' . get_debug_type($value) . ' given');
    }
    public function setAttribute(int $attribute, mixed $value): bool {
        $db = $this->__db();
        $this->__errors->clear();
        switch ($attribute) {
            case self::ATTR_ERRMODE:
                $value = self::__int($value);
                if ($value < 0 || $value > 2) throw new ValueError('PDO::setAttribute(): Argument #2 ($value) Error mode must be one of the PDO::ERRMODE_* constants');
                break;
            case self::ATTR_CASE:
                $value = self::__int($value);
                if ($value < 0 || $value > 2) throw new ValueError('PDO::setAttribute(): Argument #2 ($value) Case folding mode must be one of the PDO::CASE_* constants');
                break;
            case self::ATTR_ORACLE_NULLS: $value = self::__int($value); break;
            case self::ATTR_STRINGIFY_FETCHES: $value = self::__bool($value); break;
            case self::ATTR_DEFAULT_FETCH_MODE:
                if (is_array($value) && in_array($value[0] ?? null, [self::FETCH_INTO, self::FETCH_CLASS], true)) throw new ValueError('PDO::setAttribute(): Argument #2 ($value) PDO::FETCH_INTO and PDO::FETCH_CLASS cannot be set as the default fetch mode');
                $value = self::__int($value);
                if ($value === self::FETCH_DEFAULT) throw new ValueError('PDO::setAttribute(): Argument #2 ($value) Fetch mode must be a bitmask of PDO::FETCH_* constants');
                break;
            case self::ATTR_STATEMENT_CLASS:
                $this->__check_class($value);
                $this->__statement_class = $value;
                return true;
            case self::ATTR_TIMEOUT:
                $db->busyTimeout(self::__int($value) * 1000);
                return true;
            case self::SQLITE_ATTR_EXTENDED_RESULT_CODES:
                $db->extendedCodes(self::__int($value));
                return true;
            default: return false;
        }
        $this->__attributes[$attribute] = $value;
        return true;
    }
    public function getAttribute(int $attribute): mixed {
        $this->__db();
        $this->__errors->clear();
        return match ($attribute) {
            self::ATTR_ERRMODE, self::ATTR_CASE, self::ATTR_ORACLE_NULLS, self::ATTR_STRINGIFY_FETCHES, self::ATTR_DEFAULT_FETCH_MODE, self::ATTR_PERSISTENT => $this->__attributes[$attribute],
            self::ATTR_DRIVER_NAME => 'sqlite',
            self::ATTR_STATEMENT_CLASS => $this->__statement_class,
            self::ATTR_SERVER_VERSION, self::ATTR_CLIENT_VERSION => \tusk\Sqlite::version(),
            default => $this->__errors->own('PDO::getAttribute', $this->__mode(), 'IM001', 'driver does not support that attribute'),
        };
    }
    public static function getAvailableDrivers(): array { return ['sqlite']; }
    public static function __callable(string $method, int $number, string $name, mixed $callback): void {
        if (is_callable($callback)) return;
        throw new TypeError("$method(): Argument #$number (\$$name) must be a valid callback, " . (is_string($callback) ? "function \"$callback\" not found or invalid function name" : 'no array or string given'));
    }
    public function __function(string $class, string $name, $callback, int $arguments, int $flags): bool { return $this->__db()->createFunction($name, $callback, null, $arguments, $flags) === 0; }
    public function __aggregate(string $name, $step, $final, int $arguments): bool {
        // PDO's steps begin with null and their rows are counted from 1.
        return $this->__db()->createFunction($name, $step, $final, $arguments, 0) === 0;
    }
    public function __collation(string $method, string $name, $callback): bool {
        return $this->__db()->createCollation($name, function ($a, $b) use ($callback, $method) {
            $order = $callback($a, $b);
            return is_int($order) ? $order : throw new TypeError("$method(): Return value of the callback must be of type int, " . get_debug_type($order) . ' returned');
        }) === 0;
    }
    public function sqliteCreateFunction(string $function_name, $callback, int $num_args = -1, int $flags = 0): bool {
        self::__callable('PDO::sqliteCreateFunction', 2, 'callback', $callback);
        return $this->__function('PDO', $function_name, $callback, $num_args, $flags); }
    public function sqliteCreateAggregate(string $name, $step, $finalize, int $numArgs = -1): bool {
        self::__callable('PDO::sqliteCreateAggregate', 2, 'step', $step);
        self::__callable('PDO::sqliteCreateAggregate', 3, 'finalize', $finalize);
        return $this->__aggregate($name, $step, $finalize, $numArgs); }
    public function sqliteCreateCollation(string $name, $callback): bool {
        self::__callable('PDO::sqliteCreateCollation', 2, 'callback', $callback);
        return $this->__collation('PDO::query', $name, $callback); }
    public function __serialize(): array { throw new Exception("Serialization of '" . static::class . "' is not allowed"); }
}
)php";

constexpr char kSqlite[] = R"php(
namespace Pdo;
class Sqlite extends \PDO {
    const DETERMINISTIC = 2048, OPEN_READONLY = 1, OPEN_READWRITE = 2, OPEN_CREATE = 4, ATTR_OPEN_FLAGS = 1000, ATTR_READONLY_STATEMENT = 1001, ATTR_EXTENDED_RESULT_CODES = 1002;
    public function createAggregate(string $name, $step, $finalize, int $numArgs = -1): bool {
        self::__callable('Pdo\Sqlite::createAggregate', 2, 'step', $step);
        self::__callable('Pdo\Sqlite::createAggregate', 3, 'finalize', $finalize);
        return $this->__aggregate($name, $step, $finalize, $numArgs); }
    public function createCollation(string $name, $callback): bool {
        self::__callable('Pdo\Sqlite::createCollation', 2, 'callback', $callback);
        return $this->__collation('PDO::query', $name, $callback); }
    public function createFunction(string $function_name, $callback, int $num_args = -1, int $flags = 0): bool {
        self::__callable('Pdo\Sqlite::createFunction', 2, 'callback', $callback);
        return $this->__function('Pdo\Sqlite', $function_name, $callback, $num_args, $flags); }
    public function loadExtension(string $name): void {
        if ($name === '') throw new \ValueError('Pdo\Sqlite::loadExtension(): Argument #1 ($name) must not be empty');
        $path = realpath($name);
        if ($path === false || $this->__db()->loadExtension($path) !== '') throw new \PDOException("Unable to load extension \"$name\"");
    }
    public function openBlob(string $table, string $column, int $rowid, ?string $dbname = 'main', int $flags = self::OPEN_READONLY) {
        $db = $this->__db();
        $bytes = $db->readBlob($dbname ?? 'main', $table, $column, $rowid);
        if (is_int($bytes)) {
            \tusk\warn('Pdo\Sqlite::openBlob(): Unable to open blob: ' . $db->message());
            return false;
        }
        return \tusk\SqliteBlob::stream([$db, $dbname ?? 'main', $table, $column, $rowid, $flags, $bytes]);
    }
}
)php";

const BuiltinClassRow kClasses[] = {
    {.name = "PDOException", .extension = "PDO", .source = kException},
    {.name = "tusk\\PdoErrors", .extension = "PDO", .source = kErrors},
    {.name = "PDO", .handlers = &kOpaqueUncloneableHandlers, .extension = "PDO", .source = kConnection},
    {.name = "Pdo\\Sqlite",
     .handlers = &kOpaqueUncloneableHandlers,
     .extension = "pdo_sqlite",
     .source = kSqlite},
    {.name = "PDOStatement",
     .handlers = &kOpaqueUncloneableHandlers,
     .extension = "PDO",
     .source = kPdoStatementSource},
    {.name = "PDORow", .extension = "PDO", .source = kPdoRowSource},
};

void Drivers(Args, Value* result) {
  Array* drivers = NewArray();
  Append(drivers, Value(Intern("sqlite")));
  Return(result, drivers);
}
void MayOpen(Args args, Value* result) { Return(result, InBaseDir(args.View(0))); }

constexpr BuiltinRow kRows[] = {
    {"pdo_drivers", "(): array", Effects::kPure, Drivers},
    {"tusk\\pdo_may_open", "(string $file): bool", Effects::kReadsState | Effects::kWarns, MayOpen},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kPdoFunctions(kRows);
const std::span<const BuiltinClassRow> kPdoClasses = kClasses;

}  // namespace tusk
