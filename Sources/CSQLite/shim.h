#pragma once

#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast that does not import: SQLite copies what is bound.
static inline int ww_sqlite3_bind_text(sqlite3_stmt *s, int i, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(s, i, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int ww_sqlite3_bind_blob(sqlite3_stmt *s, int i, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(s, i, bytes, count, SQLITE_TRANSIENT);
}
// Variadic: switches one option of a connection on or off.
static inline int ww_sqlite3_db_config(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}
