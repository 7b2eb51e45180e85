// Sorting elements by comparison, in PHP's order of comparisons, and paths for arrays of ints, floats or
// strings that compare without a callback.
#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "interp/runtime/array_internal.h"
#include "interp/runtime/hybrid_sort.h"

namespace tusk {

using namespace array_internal;

void Sort(Array* a, SortCompare compare, void* context, bool renumber) {
  uint32_t n = a->count;
  if (n < 2) {
    if (renumber) Renumber(a);
    return;
  }
  size_t entry_bytes = n * sizeof(SortEntry);
  auto* entries = static_cast<SortEntry*>(Allocate(entry_bytes));
  uint32_t i = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    entries[i].value = ValueAt(a, p);
    entries[i].key = KeyAt(a, p);
    entries[i].place = i;
    ++i;
  }
  HybridSort(entries, n, [compare, context](const SortEntry& x, const SortEntry& y) {
    int order = compare(x, y, context);
    return order != 0 ? order > 0 : x.place > y.place;
  });
  if (renumber) {
    Renumber(a);  // drops keys and holes; the element values are then written in order
    for (i = 0; i < n; ++i) {
      if (a->kind == ArrayKind::kValues) {
        a->values[i] = entries[i].value;
      } else {
        a->ints[i] = entries[i].value.i;
      }
    }
  } else {
    ToHash(a, n);
    for (i = 0; i < n; ++i) {
      Bucket& b = a->buckets[i];
      const SortEntry& e = entries[i];
      b.value = e.value;
      b.name = e.key.name;
      b.key = e.key.name ? e.key.name->Hash() : e.key.num;
    }
    a->used = n;
    a->position = 0;
    RebuildIndex(a);
  }
  Free(entries, entry_bytes);
}

namespace {

// Least significant byte first, passes in which all keys agree left out.
void RadixSort(uint64_t* keys, uint32_t n) {
  uint32_t counts[8][256] = {};
  for (uint32_t i = 0; i < n; ++i) {
    for (int byte = 0; byte < 8; ++byte) ++counts[byte][(keys[i] >> (8 * byte)) & 0xff];
  }
  size_t bytes = size_t{n} * sizeof(uint64_t);
  auto* other = static_cast<uint64_t*>(Allocate(bytes));
  uint64_t* from = keys;
  uint64_t* to = other;
  for (int byte = 0; byte < 8; ++byte) {
    uint32_t* count = counts[byte];
    if (count[(from[0] >> (8 * byte)) & 0xff] == n) continue;
    uint32_t start = 0;
    for (int d = 0; d < 256; ++d) start += std::exchange(count[d], start);
    for (uint32_t i = 0; i < n; ++i) to[count[(from[i] >> (8 * byte)) & 0xff]++] = from[i];
    std::swap(from, to);
  }
  if (from != keys) std::memcpy(keys, from, bytes);
  Free(other, bytes);
}

void SortInts(int64_t* ints, uint32_t n, bool descending) {
  if (std::is_sorted(ints, ints + n)) {
    if (descending) std::reverse(ints, ints + n);
    return;
  }
  if (n < 512) {
    std::sort(ints, ints + n);
  } else {
    auto* keys = reinterpret_cast<uint64_t*>(ints);
    for (uint32_t i = 0; i < n; ++i) keys[i] ^= uint64_t{1} << 63;
    RadixSort(keys, n);
    for (uint32_t i = 0; i < n; ++i) keys[i] ^= uint64_t{1} << 63;
  }
  if (descending) std::reverse(ints, ints + n);
}

// Floats as their bit patterns: negative ones turned round order as integers do. No NaN, no -0.0.
void SortFloats(int64_t* bits, uint32_t n, bool descending) {
  for (uint32_t i = 0; i < n; ++i) bits[i] ^= (bits[i] >> 63) & INT64_MAX;
  SortInts(bits, n, descending);
  for (uint32_t i = 0; i < n; ++i) bits[i] ^= (bits[i] >> 63) & INT64_MAX;
}

// A string with its first bytes as a number, which decides most comparisons.
struct StringEntry {
  uint64_t prefix;
  String* str;
};

uint64_t Prefix(const String* s) {
  uint64_t word = 0;
  if (s->length >= 8) {
    std::memcpy(&word, s->data, 8);
  } else {
    std::memcpy(&word, s->data, s->length);
  }
  return std::byteswap(word);
}

bool Less(const StringEntry& a, const StringEntry& b) {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;
  size_t n = std::min(a.str->length, b.str->length);
  int order = n > 8 ? std::memcmp(a.str->data + 8, b.str->data + 8, n - 8) : 0;
  return order ? order < 0 : a.str->length < b.str->length;
}

}  // namespace

bool SortScalars(Array* a, bool descending, ScalarOrder order) {
  bool bytewise = order == ScalarOrder::kBytes;
  uint32_t types = 0;
  bool special = false;  // NaN, -0.0 (equal to 0.0 yet different), or a string that may be a number
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = ValueAt(a, p);
    types |= 1u << static_cast<uint32_t>(v.type);
    if (v.IsFloat()) special |= std::isnan(v.d) || (v.d == 0 && std::signbit(v.d));
    if (v.IsString() && !bytewise) special |= static_cast<unsigned char>(v.str->data[0]) <= '9';
  }
  if (special || !std::has_single_bit(types)) return false;
  if (types == 1u << static_cast<uint32_t>(Type::kInt)) {
    if (bytewise) return false;
    Renumber(a);
    SortInts(a->ints, a->used, descending);
    return true;
  }
  if (types == 1u << static_cast<uint32_t>(Type::kFloat)) {
    if (bytewise) return false;
    Renumber(a);
    SortFloats(a->ints, a->used, descending);
    return true;
  }
  if (types != 1u << static_cast<uint32_t>(Type::kString) || order == ScalarOrder::kNumeric) return false;
  Renumber(a);
  size_t bytes = size_t{a->used} * sizeof(StringEntry);
  auto* entries = static_cast<StringEntry*>(Allocate(bytes));
  for (uint32_t i = 0; i < a->used; ++i) entries[i] = {Prefix(a->values[i].str), a->values[i].str};
  // Equal strings can't be told apart: the sort need not be stable.
  std::sort(entries, entries + a->used, Less);
  if (descending) std::reverse(entries, entries + a->used);
  for (uint32_t i = 0; i < a->used; ++i) a->values[i].str = entries[i].str;
  Free(entries, bytes);
  return true;
}

}  // namespace tusk
