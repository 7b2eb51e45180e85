// Byte strings: cached hash, room to grow, an intern table for names and literals.
//
// A string may be changed in place only by its single owner (refcount 1, not interned, not immutable);
// whoever does so resets the hash. One-byte strings, the empty string and the integers 0 to 999 are
// preallocated and immortal.
//
// Functions that may hand out an immortal set its count to kImmortal again, so its result may be treated as
// owned or as borrowed without the count drifting away.
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

inline constexpr size_t kStringHeaderBytes = offsetof(String, data);
inline constexpr size_t kMaxStringLength = size_t{1} << 62;

template <size_t N>
struct StringTable {
  String at[N];
};
extern StringTable<256> g_char_strings;
extern String g_empty_string;
inline constexpr int64_t kSmallIntStrings = 1000;
extern StringTable<kSmallIntStrings> g_int_strings;  // from 10 on; one-digit ones are g_char_strings

// New strings have one reference, owned by the caller, and unset content beyond what is said.
String* NewString(size_t length);           // bytes uninitialised, terminator set
String* NewString(std::string_view bytes);  // copies; short ones may be shared immortals
String* NewStringWithCapacity(size_t length, size_t capacity);
TUSK_INLINE String* EmptyString() {
  g_empty_string.refcount = RefCounted::kImmortal;
  return &g_empty_string;
}
TUSK_INLINE String* CharString(unsigned char c) {  // immortal one-byte string
  g_char_strings.at[c].refcount = RefCounted::kImmortal;
  return &g_char_strings.at[c];
}
// The unique immortal string with these bytes; pointers of interned strings are equal iff the bytes are.
String* Intern(std::string_view bytes);
String* InternLower(std::string_view bytes);   // ASCII-lowercased, for functions and classes
String* FindInterned(std::string_view bytes);  // null when nobody interned them
void FreeString(String* s);                    // storage only; count is zero

// a . b. Takes over the caller's reference to `a` and grows it in place where it is the only owner
// (amortised). `b` may lie in `a`.
String* AppendInPlaceSlow(String* a, std::string_view b);
TUSK_INLINE String* AppendInPlace(String* a, std::string_view b) {
  if (TUSK_LIKELY(a->MutableInPlace() && a->capacity - a->length >= b.size() && a->length <= a->capacity)) {
    if (!b.empty()) std::memcpy(a->data + a->length, b.data(), b.size());  // nothing may be a null pointer
    a->length += b.size();
    a->data[a->length] = 0;
    a->hash = 0;
    return a;
  }
  return AppendInPlaceSlow(a, b);
}
String* Concat(std::string_view a, std::string_view b);
String* Concat(std::string_view a, std::string_view b, std::string_view c);
// Makes `s` writable by its owner: copies when shared, resets the hash. Takes over the reference.
String* Separate(String* s);
// Shrinks or grows (content kept) a string that MutableInPlace(); the hash is reset.
String* Resize(String* s, size_t length);
// A copy that is never shared, for callers that write into it at once.
String* CopyString(std::string_view bytes);

TUSK_INLINE bool Equal(const String* a, const String* b) {
  return a == b || (a->length == b->length && std::memcmp(a->data, b->data, a->length) == 0);
}
bool EqualIgnoreCase(std::string_view a, std::string_view b);  // ASCII only, as PHP 8
String* ToLowerAscii(std::string_view s);
String* ToUpperAscii(std::string_view s);

// Integers and floats as PHP prints them (number.cc).
String* IntToString(int64_t v);             // small ones are shared
String* FloatToString(double v);            // by the ini setting `precision`
size_t FormatInt(int64_t v, char* buffer);  // at least 21 bytes; no terminator; returns the length
// precision -1 (17 mode 0): shortest digits that read back; zero_frac adds ".0" to integral values. `size` at
// least 32 + precision. No terminator; returns the length.
size_t FormatFloat(double v, int precision, char* buffer, size_t size, bool zero_frac = false);
inline constexpr size_t kFloatBufferBytes = 64;  // enough for FormatFloat with precision <= 17
extern int g_precision;                          // ini setting `precision`
extern int g_serialize_precision;                // ini setting `serialize_precision`

// "123" style strings that are array keys of int type ("-5" yes, "05", "5 ", "-0" no).
bool IsIntKeySlow(std::string_view s, int64_t* out);
TUSK_INLINE bool IsIntKey(std::string_view s, int64_t* out) {
  if (s.empty() || static_cast<unsigned char>(s[0]) > '9') return false;
  return IsIntKeySlow(s, out);
}

}  // namespace tusk
