// SQLite, opened when a script first needs it: a connection and a statement as classes that the classes of
// sqlite3 and PDO, which are in PHP, work on. The declarations are those of SQLite 3.40.
#pragma once

#include <cstdint>

#include "interp/ext/library.h"

namespace tusk {

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_context;
struct sqlite3_value;
struct sqlite3_backup;
struct sqlite3_blob;
using SqliteStep = void (*)(sqlite3_context*, int, sqlite3_value**);
using SqliteFinal = void (*)(sqlite3_context*);
using SqliteOrder = int (*)(void*, int, const void*, int, const void*);
using SqliteAsk = int (*)(void*, int, const char*, const char*, const char*, const char*);
using SqliteFree = void (*)(void*);

// X(result, name, (parameters))
// clang-format off
#define TUSK_SQLITE_FUNCTIONS(X)                                                                          \
  X(const char*, sqlite3_libversion, ())                                                                  \
  X(int, sqlite3_libversion_number, ())                                                                   \
  X(const char*, sqlite3_errstr, (int))                                                                   \
  X(int, sqlite3_open_v2, (const char*, sqlite3**, int, const char*))                                     \
  X(int, sqlite3_close_v2, (sqlite3*))                                                                    \
  X(int, sqlite3_exec, (sqlite3*, const char*, void*, void*, char**))                                     \
  X(int, sqlite3_errcode, (sqlite3*))                                                                     \
  X(int, sqlite3_extended_errcode, (sqlite3*))                                                            \
  X(const char*, sqlite3_errmsg, (sqlite3*))                                                              \
  X(int64_t, sqlite3_last_insert_rowid, (sqlite3*))                                                       \
  X(int, sqlite3_changes, (sqlite3*))                                                                     \
  X(int, sqlite3_get_autocommit, (sqlite3*))                                                              \
  X(int, sqlite3_busy_timeout, (sqlite3*, int))                                                           \
  X(int, sqlite3_extended_result_codes, (sqlite3*, int))                                                  \
  X(int, sqlite3_db_config, (sqlite3*, int, ...))                                                         \
  X(int, sqlite3_enable_load_extension, (sqlite3*, int))                                                  \
  X(int, sqlite3_load_extension, (sqlite3*, const char*, const char*, char**))                            \
  X(int, sqlite3_create_function_v2, (sqlite3*, const char*, int, int, void*, SqliteStep, SqliteStep, SqliteFinal, SqliteFree)) \
  X(int, sqlite3_create_collation_v2, (sqlite3*, const char*, int, void*, SqliteOrder, SqliteFree))       \
  X(int, sqlite3_set_authorizer, (sqlite3*, SqliteAsk, void*))                                            \
  X(sqlite3_backup*, sqlite3_backup_init, (sqlite3*, const char*, sqlite3*, const char*))                 \
  X(int, sqlite3_backup_step, (sqlite3_backup*, int))                                                     \
  X(int, sqlite3_backup_finish, (sqlite3_backup*))                                                        \
  X(int, sqlite3_blob_open, (sqlite3*, const char*, const char*, const char*, int64_t, int, sqlite3_blob**)) \
  X(int, sqlite3_blob_bytes, (sqlite3_blob*))                                                             \
  X(int, sqlite3_blob_read, (sqlite3_blob*, void*, int, int))                                             \
  X(int, sqlite3_blob_write, (sqlite3_blob*, const void*, int, int))                                      \
  X(int, sqlite3_blob_close, (sqlite3_blob*))                                                             \
  X(int, sqlite3_prepare_v2, (sqlite3*, const char*, int, sqlite3_stmt**, const char**))                  \
  X(int, sqlite3_finalize, (sqlite3_stmt*))                                                               \
  X(int, sqlite3_step, (sqlite3_stmt*))                                                                   \
  X(int, sqlite3_reset, (sqlite3_stmt*))                                                                  \
  X(int, sqlite3_clear_bindings, (sqlite3_stmt*))                                                         \
  X(int, sqlite3_stmt_readonly, (sqlite3_stmt*))                                                          \
  X(int, sqlite3_stmt_busy, (sqlite3_stmt*))                                                              \
  X(const char*, sqlite3_sql, (sqlite3_stmt*))                                                            \
  X(char*, sqlite3_expanded_sql, (sqlite3_stmt*))                                                         \
  X(int, sqlite3_bind_parameter_count, (sqlite3_stmt*))                                                   \
  X(int, sqlite3_bind_parameter_index, (sqlite3_stmt*, const char*))                                      \
  X(int, sqlite3_bind_null, (sqlite3_stmt*, int))                                                         \
  X(int, sqlite3_bind_int64, (sqlite3_stmt*, int, int64_t))                                               \
  X(int, sqlite3_bind_double, (sqlite3_stmt*, int, double))                                               \
  X(int, sqlite3_bind_text, (sqlite3_stmt*, int, const char*, int, SqliteFree))                           \
  X(int, sqlite3_bind_blob, (sqlite3_stmt*, int, const void*, int, SqliteFree))                           \
  X(int, sqlite3_column_count, (sqlite3_stmt*))                                                           \
  X(int, sqlite3_data_count, (sqlite3_stmt*))                                                             \
  X(int, sqlite3_column_type, (sqlite3_stmt*, int))                                                       \
  X(const char*, sqlite3_column_name, (sqlite3_stmt*, int))                                               \
  X(const char*, sqlite3_column_decltype, (sqlite3_stmt*, int))                                           \
  X(const char*, sqlite3_column_table_name, (sqlite3_stmt*, int))                                         \
  X(int64_t, sqlite3_column_int64, (sqlite3_stmt*, int))                                                  \
  X(double, sqlite3_column_double, (sqlite3_stmt*, int))                                                  \
  X(const void*, sqlite3_column_blob, (sqlite3_stmt*, int))                                               \
  X(int, sqlite3_column_bytes, (sqlite3_stmt*, int))                                                      \
  X(int, sqlite3_value_type, (sqlite3_value*))                                                            \
  X(int64_t, sqlite3_value_int64, (sqlite3_value*))                                                       \
  X(double, sqlite3_value_double, (sqlite3_value*))                                                       \
  X(const void*, sqlite3_value_blob, (sqlite3_value*))                                                    \
  X(int, sqlite3_value_bytes, (sqlite3_value*))                                                           \
  X(void*, sqlite3_user_data, (sqlite3_context*))                                                         \
  X(void*, sqlite3_aggregate_context, (sqlite3_context*, int))                                            \
  X(void, sqlite3_result_null, (sqlite3_context*))                                                        \
  X(void, sqlite3_result_int64, (sqlite3_context*, int64_t))                                              \
  X(void, sqlite3_result_double, (sqlite3_context*, double))                                              \
  X(void, sqlite3_result_text, (sqlite3_context*, const char*, int, SqliteFree))                          \
  X(void, sqlite3_result_error, (sqlite3_context*, const char*, int))                                     \
  X(void, sqlite3_free, (void*))
// clang-format on

struct SqliteLibrary {
  TUSK_SQLITE_FUNCTIONS(TUSK_LIBRARY_MEMBER)
};
// Ends the script with an error when the library is not installed.
const SqliteLibrary& SqliteLib();

}  // namespace tusk
