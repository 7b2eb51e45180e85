// The sqlite3 extension's classes, in PHP on tusk\Sqlite.
#include "interp/ext/class_tables.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr char kConnection[] = R"php(
class SQLite3 {
    const OK = 0, DENY = 1, IGNORE = 2, CREATE_INDEX = 1, CREATE_TABLE = 2, CREATE_TEMP_INDEX = 3, CREATE_TEMP_TABLE = 4, CREATE_TEMP_TRIGGER = 5, CREATE_TEMP_VIEW = 6, CREATE_TRIGGER = 7, CREATE_VIEW = 8, DELETE = 9, DROP_INDEX = 10, DROP_TABLE = 11, DROP_TEMP_INDEX = 12, DROP_TEMP_TABLE = 13, DROP_TEMP_TRIGGER = 14, DROP_TEMP_VIEW = 15, DROP_TRIGGER = 16, DROP_VIEW = 17, INSERT = 18, PRAGMA = 19, READ = 20, SELECT = 21, TRANSACTION = 22, UPDATE = 23, ATTACH = 24, DETACH = 25, ALTER_TABLE = 26, REINDEX = 27, ANALYZE = 28, CREATE_VTABLE = 29, DROP_VTABLE = 30, FUNCTION = 31, SAVEPOINT = 32, COPY = 0, RECURSIVE = 33;
    private $__db = null;
    private $__throws = false;
    private $__statements = [];
    public function __connection(): \tusk\Sqlite {
        return $this->__db ?? throw new \Error('The SQLite3 object has not been correctly initialised or is already closed');
    }
    /** What SQLite says went wrong, as an exception or a warning of the method that the script called. */
    public function __fail(string $method, string $message): false {
        $code = $this->__db ? $this->__db->code() : 0;
        if ($this->__throws) throw new \SQLite3Exception($message, $code);
        \tusk\warn("$method(): $message");
        return false;
    }
    public function __construct(string $filename, int $flags = SQLITE3_OPEN_READWRITE | SQLITE3_OPEN_CREATE, string $encryptionKey = '') { $this->open($filename, $flags, $encryptionKey); }
    public function open(string $filename, int $flags = SQLITE3_OPEN_READWRITE | SQLITE3_OPEN_CREATE, string $encryptionKey = '') {
        if ($this->__db) throw new \Exception('Already initialised DB Object');
        if (str_contains($filename, "\0")) throw new \ValueError('SQLite3::__construct(): Argument #1 ($filename) must not contain any null bytes');
        if ($filename !== '' && $filename !== ':memory:' && !str_starts_with($filename, 'file:') && $filename[0] !== '/') $filename = getcwd() . '/' . $filename;
        $db = \tusk\Sqlite::open($filename, $flags);
        if (is_array($db)) throw new \SQLite3Exception("Unable to open database: $db[1]", $db[0]);
        $db->config(1010, (int) (ini_get('sqlite3.defensive') ?: 0));
        $this->__db = $db;
    }
    public function close() {
        if ($this->__db) {
            foreach ($this->__statements as $reference) $reference->get()?->__drop();
            $this->__statements = [];
            $this->__db = null;
        }
        return true;
    }
    public static function version() { return ['versionString' => \tusk\Sqlite::version(), 'versionNumber' => \tusk\Sqlite::versionNumber()]; }
    public function lastInsertRowID() { return $this->__connection()->lastId(); }
    public function lastErrorCode() { return $this->__connection()->code(); }
    public function lastExtendedErrorCode() { return $this->__connection()->extendedCode(); }
    public function lastErrorMsg() { return $this->__connection()->message(); }
    public function changes() { return $this->__connection()->changes(); }
    public function busyTimeout(int $milliseconds) {
        $db = $this->__connection();
        if ($code = $db->busyTimeout($milliseconds)) return $this->__fail('SQLite3::busyTimeout', "Unable to set busy timeout: $code, " . $db->message());
        return true;
    }
    public function loadExtension(string $name) {
        $db = $this->__connection();
        $folder = (string) ini_get('sqlite3.extension_dir');
        if ($folder === '') return $this->__fail('SQLite3::loadExtension', 'SQLite Extensions are disabled');
        if ($name === '') return $this->__fail('SQLite3::loadExtension', 'Empty string as an extension');
        $path = realpath("$folder/$name");
        if ($path === false) return $this->__fail('SQLite3::loadExtension', "Unable to load extension at '$folder/$name'");
        if (!str_starts_with($path, (string) realpath($folder))) return $this->__fail('SQLite3::loadExtension', 'Unable to open extensions outside the defined directory');
        $problem = $db->loadExtension($path);
        return $problem === '' ? true : $this->__fail('SQLite3::loadExtension', $problem);
    }
    public function backup(SQLite3 $destination, string $sourceDatabase = 'main', string $destinationDatabase = 'main') {
        $from = $this->__connection();
        $to = $destination->__connection();
        $code = $from->backup($to, $sourceDatabase, $destinationDatabase);
        if ($code === 0) return true;
        return $this->__fail('SQLite3::backup', $code === 5 ? 'Backup failed: source database is busy' : ($code === 6 ? 'Backup failed: source database is locked' : 'Backup failed: ' . $to->message()));
    }
    public static function escapeString(string $string) { return str_replace("'", "''", $string); }
    public function prepare(string $query) {
        $db = $this->__connection();
        if ($query === '') return false;
        $inner = $db->prepare($query);
        if (!$inner) return $this->__fail('SQLite3::prepare', 'Unable to prepare statement: ' . $db->message());
        return $this->__statement($query, $inner);
    }
    private function __statement(string $query, ?object $inner): SQLite3Stmt {
        $statement = (new \ReflectionClass('SQLite3Stmt'))->newInstanceWithoutConstructor();
        $statement->__start($this, $query, $inner);
        $this->__statements[spl_object_id($statement)] = \WeakReference::create($statement);
        return $statement;
    }
    public function exec(string $query) {
        $db = $this->__connection();
        return $db->exec($query) === 0 ? true : $this->__fail('SQLite3::exec', $db->message());
    }
    public function query(string $query) {
        $db = $this->__connection();
        if ($query === '') return false;
        $inner = $db->prepare($query);
        if (!$inner) return $this->__fail('SQLite3::query', 'Unable to prepare statement: ' . $db->message());
        $code = $inner->step();
        if ($code !== 100 && $code !== 101) {
            $message = $db->message();
            $failed = $this->__fail('SQLite3::query', "Unable to execute statement: $message");
            $inner->finalize();
            return $failed;
        }
        $inner->reset();
        return $this->__statement($query, $inner)->__result($inner);
    }
    public function querySingle(string $query, bool $entireRow = false) {
        $db = $this->__connection();
        if ($query === '') return false;
        $inner = $db->prepare($query);
        if (!$inner) return $this->__fail('SQLite3::querySingle', 'Unable to prepare statement: ' . $db->message());
        $code = $inner->step();
        if ($code === 100) return $entireRow ? $inner->row(1) : $inner->column(0);
        if ($code === 101) return $entireRow ? [] : null;
        return $this->__fail('SQLite3::querySingle', 'Unable to execute statement: ' . $db->message());
    }
    private static function __callable(string $method, int $number, string $name, mixed $callback): void {
        if (is_callable($callback)) return;
        $why = is_string($callback) ? (str_contains($callback, '::') ? 'class "' . strstr($callback, '::', true) . '" not found' : "function \"$callback\" not found or invalid function name") : 'no array or string given';
        throw new \TypeError("SQLite3::$method(): Argument #$number (\$$name) must be a valid callback, $why");
    }
    public function createFunction(string $name, $callback, int $argCount = -1, int $flags = 0) {
        $db = $this->__connection();
        self::__callable('createFunction', 2, 'callback', $callback);
        return $name !== '' && $db->createFunction($name, $callback, null, $argCount, $flags) === 0;
    }
    public function createAggregate(string $name, $stepCallback, $finalCallback, int $argCount = -1) {
        $db = $this->__connection();
        self::__callable('createAggregate', 2, 'stepCallback', $stepCallback);
        self::__callable('createAggregate', 3, 'finalCallback', $finalCallback);
        return $name !== '' && $db->createFunction($name, $stepCallback, $finalCallback, $argCount, 0) === 0;
    }
    public function createCollation(string $name, $callback) {
        $db = $this->__connection();
        self::__callable('createCollation', 2, 'callback', $callback);
        return $name !== '' && $db->createCollation($name, $callback) === 0;
    }
    public function openBlob(string $table, string $column, int $rowid, string $database = 'main', int $flags = SQLITE3_OPEN_READONLY) {
        $db = $this->__connection();
        $bytes = $db->readBlob($database, $table, $column, $rowid);
        if (is_int($bytes)) return $this->__fail('SQLite3::openBlob', 'Unable to open blob: ' . $db->message());
        return \tusk\SqliteBlob::stream([$db, $database, $table, $column, $rowid, $flags, $bytes]);
    }
    public function enableExceptions(bool $enable = false) {
        $before = $this->__throws;
        if (!$enable) \tusk\warn('SQLite3::enableExceptions(): Use of warnings for SQLite3 is deprecated', E_DEPRECATED);
        $this->__throws = $enable;
        return $before;
    }
    public function enableExtendedResultCodes(bool $enable = true) { return $this->__connection()->extendedCodes((int) $enable) === 0; }
    public function setAuthorizer(?callable $callback) {
        $db = $this->__connection();
        if ($callback === null) return $db->setAuthorizer(null) === 0;
        return $db->setAuthorizer(function (...$arguments) use ($callback) {
            $answer = $callback(...$arguments);
            if (!is_int($answer)) $problem = 'type: expected int';
            elseif ($answer < 0 || $answer > 2) $problem = "value: $answer";
            else return $answer;
            $problem = "The authorizer callback returned an invalid $problem";
            if ($this->__throws) throw new \SQLite3Exception($problem, 0);
            \tusk\warn("SQLite3::query(): $problem");
            return SQLite3::DENY;
        }) === 0;
    }
}
)php";

constexpr char kStatement[] = R"php(
class SQLite3Stmt {
    private $__owner = null;
    private $__query = null;
    private $__inner = null;
    private $__bound = [];
    private function __construct(SQLite3 $sqlite3, string $query) {
        $inner = $sqlite3->__connection()->prepare($query);
        if (!$inner) throw new \SQLite3Exception('Unable to prepare statement: ' . $sqlite3->lastErrorMsg(), $sqlite3->lastErrorCode());
        $this->__start($sqlite3, $query, $inner);
    }
    public function __start($owner, $query, $inner) {
        $this->__owner = $owner;
        $this->__query = $query;
        $this->__inner = $inner;
    }
    public function __drop() {
        $this->__inner?->finalize();
        $this->__inner = null;
    }
    public function __result($inner) {
        $result = (new \ReflectionClass('SQLite3Result'))->newInstanceWithoutConstructor();
        $result->__start($this, $this->__owner);
        return $result;
    }
    public function __live(string $class = 'SQLite3Stmt'): object {
        return $this->__inner ?? throw new \Error("The $class object has not been correctly initialised or is already closed");
    }
    private function __fail(string $method, string $message): false { return $this->__owner->__fail($method, $message); }
    public function paramCount() { return $this->__live()->parameterCount(); }
    public function close() {
        $this->__live();
        $this->__drop();
        return true;
    }
    public function reset() {
        if ($this->__live()->reset() !== 0) return $this->__fail('SQLite3Stmt::reset', 'Unable to reset statement: ' . $this->__owner->lastErrorMsg());
        return true;
    }
    public function clear() {
        if ($this->__live()->clear() !== 0) return $this->__fail('SQLite3Stmt::clear', 'Unable to clear statement: ' . $this->__owner->lastErrorMsg());
        $this->__bound = [];
        return true;
    }
    public function execute() {
        $inner = $this->__live();
        $inner->reset();
        foreach ($this->__bound as $number => $parameter) {
            [$value, $type] = $parameter;
            if (is_resource($value)) {
                $bytes = stream_get_contents($value);
                if ($bytes === false) return $this->__fail('SQLite3Stmt::execute', "Unable to read stream for parameter $number");
                $value = $bytes;
            }
            if ($type < 1 || $type > 5) {
                $this->__fail('SQLite3Stmt::execute', "Unknown parameter type: $type for parameter $number");
                return false;
            }
            $code = $inner->bind($number, $value, $type);
            if ($code !== 0) $this->__fail('SQLite3Stmt::execute', "Unable to bind parameter number $number");
        }
        $code = $inner->step();
        if ($code !== 100 && $code !== 101) {
            $message = $this->__owner->lastErrorMsg();
            $inner->reset();
            return $this->__fail('SQLite3Stmt::execute', "Unable to execute statement: $message");
        }
        $inner->reset();
        return $this->__result($inner);
    }
    private static function __type(mixed $value): int {
        return match (true) { $value === null => SQLITE3_NULL, is_int($value), is_bool($value) => SQLITE3_INTEGER, is_float($value) => SQLITE3_FLOAT, default => SQLITE3_TEXT };
    }
    private function __number(string|int $parameter): int {
        if (is_int($parameter)) return $parameter;
        if ($parameter === '' || ($parameter[0] !== ':' && $parameter[0] !== '@')) $parameter = ':' . $parameter;
        return $this->__live()->parameterIndex($parameter);
    }
    public function bindParam(string|int $param, mixed &$var, ?int $type = null) {
        $this->__live();
        $number = $this->__number($param);
        if ($number < 1) return false;
        $this->__bound[$number] = [&$var, $type ?? self::__type($var)];
        return true;
    }
    public function bindValue(string|int $param, mixed $value, ?int $type = null) {
        $this->__live();
        $number = $this->__number($param);
        if ($number < 1) return false;
        $this->__bound[$number] = [$value, $type ?? self::__type($value)];
        return true;
    }
    public function readOnly() { return (bool) $this->__live()->isReadOnly(); }
    public function getSQL(bool $expand = false) {
        $inner = $this->__live();
        if (!$expand) return $this->__query;
        foreach ($this->__bound as $number => [$value, $type]) $inner->bind($number, $value, $type);
        return $inner->expandedSql();
    }
    public function busy() { return (bool) $this->__live()->isBusy(); }
}
)php";

constexpr char kResult[] = R"php(
class SQLite3Result {
    private $__statement = null;
    private $__owner = null;
    private function __construct() {}
    public function __start($statement, $owner) {
        $this->__statement = $statement;
        $this->__owner = $owner;
    }
    private function __inner(): object {
        return ($this->__statement ?? throw new \Error('The SQLite3Result object has not been correctly initialised or is already closed'))->__live('SQLite3Result');
    }
    public function numColumns() { return $this->__inner()->columnCount(); }
    public function columnName(int $column) { return $this->__inner()->columnName($column) ?? false; }
    public function columnType(int $column) {
        $inner = $this->__inner();
        return $inner->dataCount() ? $inner->columnType($column) ?? false : false;
    }
    public function fetchArray(int $mode = SQLITE3_BOTH) {
        $inner = $this->__inner();
        $code = $inner->step();
        if ($code === 100) return $inner->row($mode);
        if ($code === 101) return false;
        $message = 'Unable to execute statement: ' . $this->__owner->lastErrorMsg();
        return $this->__owner->__fail('SQLite3Result::fetchArray', $message);
    }
    public function reset() { return $this->__inner()->reset() === 0; }
    public function finalize() {
        $this->__inner()->reset();
        $this->__statement = null;
        return true;
    }
}
)php";

constexpr char kException[] = "class SQLite3Exception extends Exception {}";

// The stream that SQLite3::openBlob() gives.
constexpr char kBlob[] = R"php(
namespace tusk;
final class SqliteBlob {
    private static $next;
    private $what;
    private $at = 0;
    public $context;
    public static function stream(array $what) {
        self::$next = $what;
        stream_wrapper_register('tusk-sqlite-blob', self::class);
        $stream = fopen('tusk-sqlite-blob://', 'r+');
        stream_wrapper_unregister('tusk-sqlite-blob');
        return $stream;
    }
    public function stream_open($path, $mode, $options, &$opened): bool {
        $this->what = self::$next;
        return true;
    }
    public function stream_read($count): string {
        $piece = substr($this->what[6], $this->at, $count);
        $this->at += strlen($piece);
        return $piece;
    }
    public function stream_eof(): bool { return $this->at >= strlen($this->what[6]); }
    public function stream_write($bytes): int|false {
        [$db, $database, $table, $column, $row, $flags, $held] = $this->what;
        if ($flags === \SQLITE3_OPEN_READONLY) {
            warn("fwrite(): Can't write to blob stream: is open as read only");
            return false;
        }
        if ($this->at + strlen($bytes) > strlen($held)) {
            warn('fwrite(): It is not possible to increase the size of a BLOB');
            return false;
        }
        if ($db->writeBlob($database, $table, $column, $row, $bytes, $this->at) !== 0) return false;
        $this->what[6] = substr_replace($held, $bytes, $this->at, strlen($bytes));
        $this->at += strlen($bytes);
        return strlen($bytes);
    }
    public function stream_seek($offset, $whence): bool {
        $to = match ($whence) { SEEK_SET => $offset, SEEK_CUR => $this->at + $offset, default => strlen($this->what[6]) + $offset };
        if ($to < 0 || $to > strlen($this->what[6])) return false;
        $this->at = $to;
        return true;
    }
    public function stream_tell(): int { return $this->at; }
    public function stream_stat(): array { return ['size' => strlen($this->what[6])]; }
    public function stream_close(): void {}
}
)php";

constexpr BuiltinClassRow kClasses[] = {
    {.name = "SQLite3Exception", .extension = "sqlite3", .source = kException},
    {.name = "SQLite3",
     .handlers = &kOpaqueUncloneableHandlers,
     .extension = "sqlite3",
     .source = kConnection},
    {.name = "SQLite3Stmt",
     .handlers = &kOpaqueUncloneableHandlers,
     .extension = "sqlite3",
     .source = kStatement},
    {.name = "SQLite3Result",
     .handlers = &kOpaqueUncloneableHandlers,
     .extension = "sqlite3",
     .source = kResult},
    {.name = "tusk\\SqliteBlob", .extension = "sqlite3", .source = kBlob},
};
constexpr ConstantRow kRows[] = {
    {"SQLITE3_ASSOC", 1},          {"SQLITE3_BLOB", 4},
    {"SQLITE3_BOTH", 3},           {"SQLITE3_DETERMINISTIC", 2048},
    {"SQLITE3_FLOAT", 2},          {"SQLITE3_INTEGER", 1},
    {"SQLITE3_NULL", 5},           {"SQLITE3_NUM", 2},
    {"SQLITE3_OPEN_CREATE", 4},    {"SQLITE3_OPEN_READONLY", 1},
    {"SQLITE3_OPEN_READWRITE", 2}, {"SQLITE3_TEXT", 3},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kSqliteConstants = kRows;
constinit const std::span<const BuiltinClassRow> kSqliteClasses = kClasses;

}  // namespace tusk
