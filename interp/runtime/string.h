// Byte strings: cached hash, room to grow, an intern table for names and literals.
//
// A string may be changed in place only by its single owner (refcount 1, not interned, not immutable);
// whoever does so resets the hash. One-byte strings and the empty string are preallocated and immortal.
#pragma once

#include <cstring>
#include <string_view>

#include "interp/runtime/value.h"

namespace tusk {

struct String : RefCounted {
  uint32_t hash;      // 0: not computed yet
  uint32_t capacity;  // bytes that fit without moving, terminator not counted; saturates at 2^32-1
  size_t length;
  char data[8];  // really capacity + 1 bytes; always NUL-terminated

  std::string_view view() const { return {data, length}; }
  uint32_t Hash() { return hash ? hash : (hash = ComputeHash(data, length)); }
  bool Interned() const { return info & kInterned; }
  bool MutableInPlace() const { return refcount == 1 && !(info & (kInterned | kImmutable)); }
  static uint32_t ComputeHash(const char* data, size_t length);  // never 0
};
static_assert(offsetof(String, data) == 24);

// New strings have one reference, owned by the caller, and unset content beyond what is said.
String* NewString(size_t length);           // bytes uninitialised, terminator set
String* NewString(std::string_view bytes);  // copies; short ones may be shared immortals
String* NewStringWithCapacity(size_t length, size_t capacity);
String* EmptyString();
String* CharString(unsigned char c);  // immortal one-byte string
// The unique immortal string with these bytes; pointers of interned strings are equal iff the bytes are.
String* Intern(std::string_view bytes);
String* InternLower(std::string_view bytes);  // ASCII-lowercased, for functions and classes
void FreeString(String* s);                   // storage only; count is zero

// a . b. Takes over the caller's reference to `a` and grows it in place where it is the only owner
// (amortised).
String* AppendInPlace(String* a, std::string_view b);
String* Concat(std::string_view a, std::string_view b);
String* Concat(std::string_view a, std::string_view b, std::string_view c);
// Makes `s` writable by its owner: copies when shared, resets the hash. Takes over the reference.
String* Separate(String* s);
// Shrinks or grows (content kept) a string that MutableInPlace(); the hash is reset.
String* Resize(String* s, size_t length);

TUSK_INLINE bool Equal(const String* a, const String* b) {
  return a == b || (a->length == b->length && std::memcmp(a->data, b->data, a->length) == 0);
}
bool EqualIgnoreCase(std::string_view a, std::string_view b);  // ASCII only, as PHP 8
String* ToLowerAscii(std::string_view s);
String* ToUpperAscii(std::string_view s);

// Integers and floats as PHP prints them.
String* IntToString(int64_t v);             // small ones are shared
String* FloatToString(double v);            // by the ini setting `precision`
size_t FormatInt(int64_t v, char* buffer);  // at least 21 bytes
size_t FormatFloat(double v, int precision, char* buffer, size_t size,
                   bool zero_frac = false);  // precision -1: shortest

// "123" style strings that are array keys of int type ("-5" yes, "05", "5 ", "-0" no).
bool IsIntKey(std::string_view s, int64_t* out);

}  // namespace tusk
