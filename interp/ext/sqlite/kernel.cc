// The classes tusk\Sqlite and tusk\SqliteStatement: SQLite's connection and statement with PHP values.
// Results that are numbers named "code" are SQLite's own.
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/sqlite/lib.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {

const SqliteLibrary& SqliteLib() {
  static const SqliteLibrary loaded = [] {
    void* library = OpenLibrary("sqlite3", {"libsqlite3.so.0"});
    SqliteLibrary functions;
    TUSK_SQLITE_FUNCTIONS(TUSK_LIBRARY_LOAD)
    return functions;
  }();
  return loaded;
}

namespace {

enum ColumnType { kInteger = 1, kFloat = 2, kText = 3, kBlob = 4, kNullType = 5 };
constexpr int kOk = 0, kError = 1, kUtf8 = 1;
const auto kCopied = reinterpret_cast<SqliteFree>(intptr_t{-1});

struct UserFunction;

// Lives as long as its object or a statement of it.
struct Connection {
  sqlite3* db = nullptr;
  uint32_t refs = 1;
  std::vector<UserFunction*> functions;  // what SQLite or `authorizer` owns
  std::unique_ptr<UserFunction> authorizer;
};

// What a script gave to be called.
struct UserFunction {
  UserFunction(Connection* c, Value s, Value f) : connection(c), step(s), final(f) {
    c->functions.push_back(this);
  }
  ~UserFunction() {
    if (connection) std::erase(connection->functions, this);
    Release(step);
    Release(final);
  }
  Connection* connection;  // null: it is gone, and SQLite still keeps the function
  Value step, final;       // owned
};
void DeleteFunction(void* f) { delete static_cast<UserFunction*>(f); }

void LetGo(Connection* c) {
  if (--c->refs) return;
  if (c->db) SqliteLib().sqlite3_close_v2(c->db);
  c->authorizer.reset();
  for (UserFunction* f : c->functions) f->connection = nullptr;
  delete c;
}
struct Statement {
  sqlite3_stmt* stmt;
  Connection* connection;
};
struct Handle {
  Connection* connection;
};

// --- values

Value TextValue(const void* bytes, int size) {
  return Value(NewString({static_cast<const char*>(bytes ? bytes : ""), static_cast<size_t>(size)}));
}
Value ColumnValue(sqlite3_stmt* s, int i) {
  const SqliteLibrary& lib = SqliteLib();
  switch (lib.sqlite3_column_type(s, i)) {
    case kInteger: return Value(lib.sqlite3_column_int64(s, i));
    case kFloat: return Value(lib.sqlite3_column_double(s, i));
    case kNullType: return Value::Null();
    default: {
      const void* bytes = lib.sqlite3_column_blob(s, i);
      return TextValue(bytes, lib.sqlite3_column_bytes(s, i));
    }
  }
}
Value ArgumentValue(sqlite3_value* v) {
  const SqliteLibrary& lib = SqliteLib();
  switch (lib.sqlite3_value_type(v)) {
    case kInteger: return Value(lib.sqlite3_value_int64(v));
    case kFloat: return Value(lib.sqlite3_value_double(v));
    case kNullType: return Value::Null();
    default: {
      const void* bytes = lib.sqlite3_value_blob(v);
      return TextValue(bytes, lib.sqlite3_value_bytes(v));
    }
  }
}
// Releases v.
void GiveResult(sqlite3_context* context, Value v) {
  const SqliteLibrary& lib = SqliteLib();
  if (HasException()) {
    lib.sqlite3_result_error(context, "an exception was thrown", -1);
  } else if (v.IsNullOrUndef()) {
    lib.sqlite3_result_null(context);
  } else if (v.IsInt() || v.IsBool()) {
    lib.sqlite3_result_int64(context, v.IsInt() ? v.i : v.IsTrue());
  } else if (v.IsFloat()) {
    lib.sqlite3_result_double(context, v.d);
  } else if (String* s = ToString(v)) {
    lib.sqlite3_result_text(context, s->data, static_cast<int>(s->length), kCopied);
    Release(s);
  } else {
    lib.sqlite3_result_error(context, "an exception was thrown", -1);
  }
  Release(v);
}
Value Call(const Value& callable, const std::vector<Value>& arguments) {
  Value result;
  if (!HasException())
    CallValue(callable, static_cast<uint32_t>(arguments.size()), arguments.data(), &result);
  return HasException() ? Value() : result;
}

// --- what SQLite calls

void RunFunction(sqlite3_context* context, int count, sqlite3_value** values) {
  auto* f = static_cast<UserFunction*>(SqliteLib().sqlite3_user_data(context));
  std::vector<Value> arguments;
  for (int i = 0; i < count; ++i) arguments.push_back(ArgumentValue(values[i]));
  GiveResult(context, Call(f->step, arguments));
  for (Value v : arguments) Release(v);
}
struct Aggregate {
  bool begun;
  int64_t rows;
  Value state;  // what the step returned last
};
Aggregate* AggregateOf(sqlite3_context* context) {
  auto* a = static_cast<Aggregate*>(SqliteLib().sqlite3_aggregate_context(context, sizeof(Aggregate)));
  if (!a->begun) *a = {true, 0, Value::Null()};
  return a;
}
void RunStep(sqlite3_context* context, int count, sqlite3_value** values) {
  auto* f = static_cast<UserFunction*>(SqliteLib().sqlite3_user_data(context));
  Aggregate* a = AggregateOf(context);
  MakeReference(&a->state);  // the step may take it by reference
  std::vector<Value> arguments = {a->state, Value(++a->rows)};
  for (int i = 0; i < count; ++i) arguments.push_back(ArgumentValue(values[i]));
  Value next = Call(f->step, arguments);
  for (Value v : arguments) Release(v);
  a->state = next.IsUndef() ? Value::Null() : next;
  if (HasException()) SqliteLib().sqlite3_result_error(context, "an exception was thrown", -1);
}
void RunFinal(sqlite3_context* context) {
  auto* f = static_cast<UserFunction*>(SqliteLib().sqlite3_user_data(context));
  Aggregate* a = AggregateOf(context);
  MakeReference(&a->state);
  GiveResult(context, Call(f->final, {a->state, Value(a->rows)}));
  Release(a->state);
  a->begun = false;
}
int RunOrder(void* data, int size_a, const void* a, int size_b, const void* b) {
  auto* f = static_cast<UserFunction*>(data);
  std::vector<Value> arguments = {TextValue(a, size_a), TextValue(b, size_b)};
  Value order = Call(f->step, arguments);
  for (Value v : arguments) Release(v);
  int result = 0;
  if (order.IsInt()) {
    result = order.i > 0 ? 1 : order.i < 0 ? -1 : 0;
  } else if (!HasException()) {
    ThrowTypeError("PDO::query(): Return value of the collation callback must be of type int, %s returned",
                   ValueNameForErrors(order));
  }
  Release(order);
  return result;
}
int RunAuthorizer(void* data, int action, const char* a, const char* b, const char* c, const char* d) {
  constexpr int kDeny = 1;
  auto* f = static_cast<UserFunction*>(data);
  std::vector<Value> arguments = {Value(int64_t{action})};
  for (const char* s : {a, b, c, d}) arguments.push_back(s ? Value(NewString(s)) : Value::Null());
  Value answer = Call(f->step, arguments);
  for (Value v : arguments) Release(v);
  // The script's classes see to it that the answer is one.
  int result = HasException() || !answer.IsInt() ? kDeny : static_cast<int>(answer.i);
  Release(answer);
  return result;
}

// --- the connection

Handle* Self(Args args) { return args.frame->self.obj->native<Handle>(); }
sqlite3* Db(Args args) { return Self(args)->connection->db; }

void DestroyHandle(Object* o) {
  if (Connection* c = o->native<Handle>()->connection) LetGo(c);
}
void DestroyStatement(Object* o) {
  auto* s = o->native<Statement>();
  if (s->stmt) SqliteLib().sqlite3_finalize(s->stmt);
  if (s->connection) LetGo(s->connection);
}
// Statements that keep the connection keep its functions too, and no collector sees what they belong to.
void TraceHandle(Object* o, void (*visit)(Value*, void*), void* context) {
  Connection* c = o->native<Handle>()->connection;
  if (!c || c->refs > 1) return;
  for (UserFunction* f : c->functions) {
    visit(&f->step, context);
    visit(&f->final, context);
  }
}
constexpr ObjectHandlers kConnectionHandlers = {
    .destroy_native = DestroyHandle, .trace_native = TraceHandle, .cloneable = false};
constexpr ObjectHandlers kStatementHandlers = {.destroy_native = DestroyStatement, .cloneable = false};

// [code, message] when it cannot be opened.
void Open(Args args, Value* result) {
  const SqliteLibrary& lib = SqliteLib();
  sqlite3* db = nullptr;
  int code = lib.sqlite3_open_v2(args.Str(0)->data, &db, static_cast<int>(args.Int(1)), nullptr);
  if (code != kOk) {
    Array* pair = NewArray();
    Append(pair, Value(int64_t{code}));
    Append(pair, Value(NewString(db ? lib.sqlite3_errmsg(db) : lib.sqlite3_errstr(code))));
    if (db) lib.sqlite3_close_v2(db);
    return Return(result, pair);
  }
  Object* o = NewObjectUnchecked(FindClass("tusk\\sqlite", false));
  o->native<Handle>()->connection = new Connection{.db = db};
  *result = Value(o);
}
void Prepare(Args args, Value* result) {
  sqlite3_stmt* stmt = nullptr;
  Connection* c = Self(args)->connection;
  if (SqliteLib().sqlite3_prepare_v2(c->db, args.Str(0)->data, static_cast<int>(args.View(0).size()), &stmt,
                                     nullptr) != kOk) {
    return;
  }
  Object* o = NewObjectUnchecked(FindClass("tusk\\sqlitestatement", false));
  *o->native<Statement>() = {stmt, c};
  ++c->refs;
  *result = Value(o);
}
void Exec(Args args, Value* result) {
  Return(result, SqliteLib().sqlite3_exec(Db(args), args.Str(0)->data, nullptr, nullptr, nullptr));
}
template <auto SqliteLibrary::* kFunction>
void Ask(Args args, Value* result) {
  Return(result, (SqliteLib().*kFunction)(Db(args)));
}
template <auto SqliteLibrary::* kFunction>
void Set(Args args, Value* result) {
  Return(result, (SqliteLib().*kFunction)(Db(args), static_cast<int>(args.Int(0))));
}
void Config(Args args, Value* result) {
  int on = 0;
  Return(result, SqliteLib().sqlite3_db_config(Db(args), static_cast<int>(args.Int(0)),
                                               static_cast<int>(args.Int(1)), &on));
}
void LoadExtension(Args args, Value* result) {
  const SqliteLibrary& lib = SqliteLib();
  char* message = nullptr;
  lib.sqlite3_enable_load_extension(Db(args), 1);
  if (lib.sqlite3_load_extension(Db(args), args.Str(0)->data, nullptr, &message) == kOk) {
    Return(result, "");
  } else {
    Return(result, message ? message : "unknown error");
    lib.sqlite3_free(message);
  }
  lib.sqlite3_enable_load_extension(Db(args), 0);
}
void CreateFunction(Args args, Value* result) {  // name, step, final or null, arguments, flags
  bool aggregate = !args.IsNull(2);
  auto* f =
      new UserFunction(Self(args)->connection, CopyDeref(args[1]), aggregate ? CopyDeref(args[2]) : Value());
  Return(result, SqliteLib().sqlite3_create_function_v2(
                     Db(args), args.Str(0)->data, static_cast<int>(args.Int(3)),
                     kUtf8 | static_cast<int>(args.Int(4)), f, aggregate ? nullptr : RunFunction,
                     aggregate ? RunStep : nullptr, aggregate ? RunFinal : nullptr, DeleteFunction));
}
void CreateCollation(Args args, Value* result) {
  auto* f = new UserFunction(Self(args)->connection, CopyDeref(args[1]), Value());
  int code = SqliteLib().sqlite3_create_collation_v2(Db(args), args.Str(0)->data, kUtf8, f, RunOrder,
                                                     DeleteFunction);
  if (code != kOk) delete f;
  Return(result, code);
}
void SetAuthorizer(Args args, Value* result) {
  Connection* c = Self(args)->connection;
  bool none = args.IsNull(0);
  c->authorizer.reset(none ? nullptr : new UserFunction(c, CopyDeref(args[0]), Value()));
  Return(result,
         SqliteLib().sqlite3_set_authorizer(c->db, none ? nullptr : RunAuthorizer, c->authorizer.get()));
}
void Backup(Args args, Value* result) {  // to, name here, name there
  const SqliteLibrary& lib = SqliteLib();
  sqlite3* to = args[0].obj->native<Handle>()->connection->db;
  sqlite3_backup* b = lib.sqlite3_backup_init(to, args.Str(2)->data, Db(args), args.Str(1)->data);
  if (!b) return Return(result, -1);
  int code = kOk;
  do {
    code = lib.sqlite3_backup_step(b, -1);
  } while (code == kOk);
  Return(result, lib.sqlite3_backup_finish(b));
}
// The bytes of a blob, or the code of what went wrong.
void ReadBlob(Args args, Value* result) {  // database, table, column, row
  const SqliteLibrary& lib = SqliteLib();
  sqlite3_blob* blob = nullptr;
  int code = lib.sqlite3_blob_open(Db(args), args.Str(0)->data, args.Str(1)->data, args.Str(2)->data,
                                   args.Int(3), 0, &blob);
  if (code != kOk) {
    lib.sqlite3_blob_close(blob);
    return Return(result, code);
  }
  int size = lib.sqlite3_blob_bytes(blob);
  String* bytes = NewString(static_cast<size_t>(size));
  lib.sqlite3_blob_read(blob, bytes->data, size, 0);
  lib.sqlite3_blob_close(blob);
  Return(result, bytes);
}
void WriteBlob(Args args, Value* result) {  // database, table, column, row, bytes, offset
  const SqliteLibrary& lib = SqliteLib();
  sqlite3_blob* blob = nullptr;
  int code = lib.sqlite3_blob_open(Db(args), args.Str(0)->data, args.Str(1)->data, args.Str(2)->data,
                                   args.Int(3), 1, &blob);
  if (code == kOk) {
    code = lib.sqlite3_blob_write(blob, args.Str(4)->data, static_cast<int>(args.View(4).size()),
                                  static_cast<int>(args.Int(5)));
  }
  lib.sqlite3_blob_close(blob);
  Return(result, code);
}

// --- the statement

Statement* This(Args args) { return args.frame->self.obj->native<Statement>(); }
sqlite3_stmt* Stmt(Args args) { return This(args)->stmt; }

template <auto SqliteLibrary::* kFunction>
void AskStatement(Args args, Value* result) {
  Return(result, (SqliteLib().*kFunction)(Stmt(args)));
}
template <auto SqliteLibrary::* kFunction>
void AskColumn(Args args, Value* result) {
  if (args.Int(0) < 0 || args.Int(0) >= SqliteLib().sqlite3_column_count(Stmt(args))) return;
  if constexpr (std::is_same_v<decltype(kFunction), int (*SqliteLibrary::*)(sqlite3_stmt*, int)>) {
    Return(result, (SqliteLib().*kFunction)(Stmt(args), static_cast<int>(args.Int(0))));
  } else {
    const char* text = (SqliteLib().*kFunction)(Stmt(args), static_cast<int>(args.Int(0)));
    if (text) Return(result, text);
  }
}
void Finalize(Args args, Value*) {
  if (Stmt(args)) SqliteLib().sqlite3_finalize(Stmt(args));
  This(args)->stmt = nullptr;
}
void Bind(Args args, Value* result) {  // number from 1, value, type
  const SqliteLibrary& lib = SqliteLib();
  auto i = static_cast<int>(args.Int(0));
  Value v = Deref(args[1]);
  sqlite3_stmt* s = Stmt(args);
  if (v.IsNullOrUndef()) return Return(result, lib.sqlite3_bind_null(s, i));
  switch (args.Int(2)) {
    case kNullType: return Return(result, lib.sqlite3_bind_null(s, i));
    case kInteger: return Return(result, lib.sqlite3_bind_int64(s, i, ToInt(v)));
    case kFloat: return Return(result, lib.sqlite3_bind_double(s, i, ToFloat(v)));
    default: break;
  }
  String* text = ToString(v);
  if (!text) return Return(result, kError);
  auto size = static_cast<int>(text->length);
  Return(result, args.Int(2) == kBlob ? lib.sqlite3_bind_blob(s, i, text->data, size, kCopied)
                                      : lib.sqlite3_bind_text(s, i, text->data, size, kCopied));
  Release(text);
}
void ParameterIndex(Args args, Value* result) {
  Return(result, SqliteLib().sqlite3_bind_parameter_index(Stmt(args), args.Str(0)->data));
}
void ExpandedSql(Args args, Value* result) {
  char* text = SqliteLib().sqlite3_expanded_sql(Stmt(args));
  Return(result, text ? text : "");
  SqliteLib().sqlite3_free(text);
}
void Column(Args args, Value* result) {
  if (args.Int(0) >= 0 && args.Int(0) < SqliteLib().sqlite3_data_count(Stmt(args)))
    *result = ColumnValue(Stmt(args), static_cast<int>(args.Int(0)));
}
// The row: 1 by name, 2 by number, 3 both.
void Row(Args args, Value* result) {
  const SqliteLibrary& lib = SqliteLib();
  int n = lib.sqlite3_data_count(Stmt(args));
  Array* row = NewArray();
  for (int i = 0; i < n; ++i) {
    Value v = ColumnValue(Stmt(args), i);
    if (args.Int(0) & 2) SetInt(row, i, Copy(v));
    if (args.Int(0) & 1) {
      String* name = NewString(lib.sqlite3_column_name(Stmt(args), i));
      tusk::Set(row, KeyFromString(name), Copy(v));
      Release(name);
    }
    Release(v);
  }
  Return(result, row);
}
void LibraryVersion(Args, Value* result) { Return(result, SqliteLib().sqlite3_libversion()); }
void VersionNumber(Args, Value* result) { Return(result, SqliteLib().sqlite3_libversion_number()); }
void ErrorText(Args args, Value* result) {
  Return(result, SqliteLib().sqlite3_errstr(static_cast<int>(args.Int(0))));
}

using Lib = SqliteLibrary;
constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr uint32_t kStatic = uint32_t{FunctionFlags::kPublic} | uint32_t{FunctionFlags::kStatic};
constexpr BuiltinMethodRow kConnectionMethods[] = {
    {"open", "(string $file, int $flags): object|array", kIo, Open, kStatic},
    {"version", "(): string", kIo, LibraryVersion, kStatic},
    {"versionNumber", "(): int", kIo, VersionNumber, kStatic},
    {"errorText", "(int $code): string", kIo, ErrorText, kStatic},
    {"prepare", "(string $sql): ?object", kIo, Prepare},
    {"exec", "(string $sql): int", kIo, Exec},
    {"code", "(): int", kIo, Ask<&Lib::sqlite3_errcode>},
    {"extendedCode", "(): int", kIo, Ask<&Lib::sqlite3_extended_errcode>},
    {"message", "(): string", kIo, Ask<&Lib::sqlite3_errmsg>},
    {"lastId", "(): int", kIo, Ask<&Lib::sqlite3_last_insert_rowid>},
    {"changes", "(): int", kIo, Ask<&Lib::sqlite3_changes>},
    {"commits", "(): int", kIo, Ask<&Lib::sqlite3_get_autocommit>},
    {"busyTimeout", "(int $milliseconds): int", kIo, Set<&Lib::sqlite3_busy_timeout>},
    {"extendedCodes", "(int $on): int", kIo, Set<&Lib::sqlite3_extended_result_codes>},
    {"config", "(int $option, int $value): int", kIo, Config},
    {"loadExtension", "(string $file): string", kIo, LoadExtension},
    {"createFunction", "(string $name, $step, $final, int $arguments, int $flags): int", kIo, CreateFunction},
    {"createCollation", "(string $name, $order): int", kIo, CreateCollation},
    {"setAuthorizer", "($callback): int", kIo, SetAuthorizer},
    {"backup", "(object $to, string $here, string $there): int", kIo, Backup},
    {"readBlob", "(string $database, string $table, string $column, int $row): string|int", kIo, ReadBlob},
    {"writeBlob",
     "(string $database, string $table, string $column, int $row, string $bytes, int $offset): int", kIo,
     WriteBlob},
};
constexpr BuiltinMethodRow kStatementMethods[] = {
    {"finalize", "(): void", kIo, Finalize},
    {"step", "(): int", kIo, AskStatement<&Lib::sqlite3_step>},
    {"reset", "(): int", kIo, AskStatement<&Lib::sqlite3_reset>},
    {"clear", "(): int", kIo, AskStatement<&Lib::sqlite3_clear_bindings>},
    {"isReadOnly", "(): int", kIo, AskStatement<&Lib::sqlite3_stmt_readonly>},
    {"isBusy", "(): int", kIo, AskStatement<&Lib::sqlite3_stmt_busy>},
    {"parameterCount", "(): int", kIo, AskStatement<&Lib::sqlite3_bind_parameter_count>},
    {"columnCount", "(): int", kIo, AskStatement<&Lib::sqlite3_column_count>},
    {"dataCount", "(): int", kIo, AskStatement<&Lib::sqlite3_data_count>},
    {"columnName", "(int $i): ?string", kIo, AskColumn<&Lib::sqlite3_column_name>},
    {"columnType", "(int $i): ?int", kIo, AskColumn<&Lib::sqlite3_column_type>},
    {"declaredType", "(int $i): ?string", kIo, AskColumn<&Lib::sqlite3_column_decltype>},
    {"tableName", "(int $i): ?string", kIo, AskColumn<&Lib::sqlite3_column_table_name>},
    {"bind", "(int $number, $value, int $type): int", kIo, Bind},
    {"parameterIndex", "(string $name): int", kIo, ParameterIndex},
    {"expandedSql", "(): string", kIo, ExpandedSql},
    {"column", "(int $i): mixed", kIo, Column},
    {"row", "(int $mode): array", kIo, Row},
};
constexpr uint32_t kInner = uint32_t{ClassFlags::kFinal} | uint32_t{ClassFlags::kNotSerializable} |
                            uint32_t{ClassFlags::kNoDynamicProperties};
constexpr BuiltinClassRow kClasses[] = {
    {.name = "tusk\\Sqlite",
     .flags = kInner,
     .methods = kConnectionMethods,
     .handlers = &kConnectionHandlers,
     .native_size = sizeof(Handle),
     .extension = "sqlite3"},
    {.name = "tusk\\SqliteStatement",
     .flags = kInner,
     .methods = kStatementMethods,
     .handlers = &kStatementHandlers,
     .native_size = sizeof(Statement),
     .extension = "sqlite3"},
};

}  // namespace

constinit const std::span<const BuiltinClassRow> kSqliteKernelClasses = kClasses;

}  // namespace tusk
