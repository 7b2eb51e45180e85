// Strings: preallocated ones as constant tables, allocation, concatenation and the intern table.
#include "interp/runtime/string.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "interp/runtime/ascii_case.h"
#include "interp/runtime/heap.h"

namespace tusk {

namespace {

// --- hashing ---------------------------------------------------------------------------------------------

template <typename Word>
constexpr Word Load(const char* p) {
  if consteval {
    Word w = 0;
    for (size_t i = 0; i < sizeof(Word); ++i) {
      w |= static_cast<Word>(static_cast<unsigned char>(p[i])) << (8 * i);
    }
    return w;
  } else {
    Word w;
    std::memcpy(&w, p, sizeof(Word));
    return w;
  }
}

constexpr uint64_t kMix = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio

constexpr uint64_t Mix(uint64_t h, uint64_t word) {
  h = (h ^ word) * kMix;
  return h ^ (h >> 32);
}

// All but the last three bytes are mixed by multiplying and shifting, eight at a time (the tail is read
// overlapping). The last three are added, so that the keys of a series ("id100", "id101" ...) come to lie
// near each other in hash tables: for big tables that is what counts, their cache misses cost more than
// collisions.
constexpr uint32_t HashBytes(const char* p, size_t n) {
  uint32_t tail = 0;
  size_t tail_bytes = n < 3 ? n : 3;
  for (size_t i = n - tail_bytes; i < n; ++i) tail = tail * 33 + static_cast<unsigned char>(p[i]);
  n -= tail_bytes;
  uint64_t h = n * 0xff51afd7ed558ccd;
  if (n >= 8) {
    const char* last = p + n - 8;
    for (; p < last; p += 8) h = Mix(h, Load<uint64_t>(p));
    h = Mix(h, Load<uint64_t>(last));
  } else if (n >= 4) {
    h = Mix(h, Load<uint32_t>(p) | static_cast<uint64_t>(Load<uint32_t>(p + n - 4)) << 32);
  } else if (n > 0) {
    h = Mix(h, static_cast<unsigned char>(p[0]) | static_cast<unsigned char>(p[n >> 1]) << 8 |
                   static_cast<uint64_t>(static_cast<unsigned char>(p[n - 1])) << 16);
  }
  h *= 0xc4ceb9fe1a85ec53;
  uint32_t result = static_cast<uint32_t>(h >> 32) + tail;
  return result ? result : 1;
}

// --- preallocated strings --------------------------------------------------------------------------------

constexpr uint32_t kStringInfo = static_cast<uint32_t>(Type::kString) | RefCounted::kNotCollectable;
constexpr uint32_t kInternedInfo = kStringInfo | RefCounted::kInterned | RefCounted::kImmutable;

constexpr String StaticString(const char* bytes, size_t length) {
  String s{};
  s.refcount = RefCounted::kImmortal;
  s.info = kInternedInfo;
  s.hash = HashBytes(bytes, length);
  s.capacity = 7;
  s.length = length;
  for (size_t i = 0; i < length; ++i) s.data[i] = bytes[i];
  return s;
}

constexpr StringTable<256> MakeCharStrings() {
  StringTable<256> table{};
  for (int c = 0; c < 256; ++c) {
    char byte = static_cast<char>(c);
    table.at[c] = StaticString(&byte, 1);
  }
  return table;
}

constexpr StringTable<kSmallIntStrings> MakeIntStrings() {
  StringTable<kSmallIntStrings> table{};
  for (int n = 10; n < kSmallIntStrings; ++n) {
    char digits[3] = {static_cast<char>('0' + n / 100), static_cast<char>('0' + n / 10 % 10),
                      static_cast<char>('0' + n % 10)};
    table.at[n] = n < 100 ? StaticString(digits + 1, 2) : StaticString(digits, 3);
  }
  return table;
}

}  // namespace

constinit StringTable<256> g_char_strings = MakeCharStrings();
constinit StringTable<kSmallIntStrings> g_int_strings = MakeIntStrings();
constinit String g_empty_string = StaticString("", 0);

uint32_t String::ComputeHash(const char* data, size_t length) { return HashBytes(data, length); }

// --- allocation ------------------------------------------------------------------------------------------

namespace {

// Bytes of the block of a string with room for `capacity` bytes; in steps of eight as PHP's messages count.
constexpr size_t BlockBytes(size_t capacity) { return (kStringHeaderBytes + capacity + 1 + 7) & ~size_t{7}; }

TUSK_INLINE uint32_t Saturate(size_t capacity) {
  return capacity > UINT32_MAX ? UINT32_MAX : static_cast<uint32_t>(capacity);
}
// What the block was allocated for. Beyond 32 bits the heap knows it better: any large size will do.
TUSK_INLINE size_t BlockBytes(const String* s) {
  return BlockBytes(s->capacity == UINT32_MAX ? std::max<size_t>(s->length, UINT32_MAX) : s->capacity);
}

TUSK_INLINE String* AllocateString(size_t length, size_t capacity) {
  size_t bytes = BlockBytes(capacity);
  auto* s = static_cast<String*>(Allocate(bytes));
  s->refcount = 1;
  s->info = kStringInfo;
  s->hash = 0;
  s->capacity = Saturate(UsableSize(bytes) - kStringHeaderBytes - 1);
  s->length = length;
  s->data[length] = 0;
  return s;
}

}  // namespace

String* NewString(size_t length) { return AllocateString(length, length); }

String* NewStringWithCapacity(size_t length, size_t capacity) {
  return AllocateString(length, std::max(length, capacity));
}

String* NewString(std::string_view bytes) {
  if (bytes.size() <= 1)
    return bytes.empty() ? EmptyString() : CharString(static_cast<unsigned char>(bytes[0]));
  return CopyString(bytes);
}

String* CopyString(std::string_view bytes) {
  String* s = AllocateString(bytes.size(), bytes.size());
  std::memcpy(s->data, bytes.data(), bytes.size());
  return s;
}

void FreeString(String* s) {
  if (TUSK_UNLIKELY(s->info & (RefCounted::kInterned | RefCounted::kImmutable))) {
    s->refcount = RefCounted::kImmortal;
    return;
  }
  Free(s, BlockBytes(s));
}

// --- changing --------------------------------------------------------------------------------------------

namespace {

// Room for a string that is being appended to: doubled while small, by a quarter when that would cost
// memory that matters.
constexpr size_t GrownCapacity(size_t needed) {
  return needed < (size_t{1} << 20) ? needed * 2 : needed + needed / 4;
}

// Moves the block of `s` (one owner) so that `capacity` bytes fit.
String* Grow(String* s, size_t capacity) {
  size_t bytes = BlockBytes(capacity);
  s = static_cast<String*>(Reallocate(s, BlockBytes(s), bytes));
  s->capacity = Saturate(UsableSize(bytes) - kStringHeaderBytes - 1);
  return s;
}

}  // namespace

constexpr size_t kLong = size_t{1} << 20;

String* AppendInPlaceSlow(String* a, std::string_view b) {
  if (b.empty()) return a;
  size_t length = a->length + b.size();
  if (a->MutableInPlace()) {
    size_t room = a->capacity == UINT32_MAX ? std::max<size_t>(a->length, UINT32_MAX) : a->capacity;
    if (length > room) {
      bool inside = b.data() >= a->data && b.data() <= a->data + a->length;
      size_t offset = static_cast<size_t>(b.data() - a->data);
      size_t grown = GrownCapacity(length);
      // Where memory_limit leaves no room for that, an eighth of what it leaves.
      size_t left = g_heap.limit - std::min(g_heap.limit, MemoryTaken());
      if (TUSK_UNLIKELY(grown > kLong && grown - room > left)) grown = std::max(length, room + left / 8);
      a = Grow(a, grown);
      if (inside) b = {a->data + offset, b.size()};
    }
    std::memcpy(a->data + a->length, b.data(), b.size());
    a->length = length;
    a->data[length] = 0;
    a->hash = 0;
    return a;
  }
  // The first append makes an exact copy with some room; programs that append twice append often.
  String* s = AllocateString(length, length + std::min<size_t>(length, 64));
  std::memcpy(s->data, a->data, a->length);
  std::memcpy(s->data + a->length, b.data(), b.size());
  Release(a);
  return s;
}

String* Concat(std::string_view a, std::string_view b) {
  String* s = AllocateString(a.size() + b.size(), a.size() + b.size());
  std::copy_n(b.data(), b.size(), std::copy_n(a.data(), a.size(), s->data));
  return s;
}

String* Concat(std::string_view a, std::string_view b, std::string_view c) {
  String* s = AllocateString(a.size() + b.size() + c.size(), a.size() + b.size() + c.size());
  std::copy_n(c.data(), c.size(), std::copy_n(b.data(), b.size(), std::copy_n(a.data(), a.size(), s->data)));
  return s;
}

String* Separate(String* s) {
  if (s->MutableInPlace()) {
    s->hash = 0;
    return s;
  }
  String* copy = CopyString(s->view());
  Release(s);
  return copy;
}

String* Resize(String* s, size_t length) {
  DCHECK(s->MutableInPlace());
  if (length > s->capacity || length < s->capacity / 4) s = Grow(s, length);
  s->length = length;
  s->data[length] = 0;
  s->hash = 0;
  return s;
}

// --- case ------------------------------------------------------------------------------------------------

namespace {

constexpr unsigned char Lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
constexpr unsigned char Upper(unsigned char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }

}  // namespace

bool EqualIgnoreCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (Lower(static_cast<unsigned char>(a[i])) != Lower(static_cast<unsigned char>(b[i]))) return false;
  }
  return true;
}

String* ToLowerAscii(std::string_view s) {
  if (s.size() <= 1) return s.empty() ? EmptyString() : CharString(Lower(static_cast<unsigned char>(s[0])));
  String* result = NewString(s.size());
  LowerBytes(result->data, s);
  return result;
}

String* ToUpperAscii(std::string_view s) {
  if (s.size() <= 1) return s.empty() ? EmptyString() : CharString(Upper(static_cast<unsigned char>(s[0])));
  String* result = NewString(s.size());
  UpperBytes(result->data, s);
  return result;
}

// --- interning -------------------------------------------------------------------------------------------

namespace {

// A string's address with the upper half of its hash in the 16 bits that addresses leave free: other strings
// are told apart without a look at them, which lie anywhere in memory.
class InternSlot {
 public:
  InternSlot() = default;
  explicit InternSlot(const String* s)
      : bits_(reinterpret_cast<uint64_t>(s) | static_cast<uint64_t>(s->hash >> 16) << kAddressBits) {}
  String* string() const { return reinterpret_cast<String*>(bits_ & ((uint64_t{1} << kAddressBits) - 1)); }
  bool IsFree() const { return bits_ == 0; }
  bool Is(std::string_view bytes, uint32_t hash) const {
    return bits_ >> kAddressBits == hash >> 16 && string()->hash == hash && string()->view() == bytes;
  }

 private:
  static constexpr int kAddressBits = 48;
  uint64_t bits_ = 0;
};

struct alignas(16) InternBlock {
  InternBlock* previous;
};

// Open addressing with linear probing; the first table lies in the program's zero pages. Interned strings
// live as long as the process and are cut from blocks of their own.
struct InternTable {
  static constexpr uint32_t kFirstSize = 2048;
  InternSlot first[kFirstSize] = {};
  InternSlot* slots = first;
  uint32_t mask = kFirstSize - 1;
  uint32_t count = 0;
  InternBlock* blocks = nullptr;  // the latest first; all are kept in sight of who looks for lost memory
  char* bump = nullptr;
  char* bump_end = nullptr;
};
constinit InternTable g_interned;

InternSlot* FindSlot(std::string_view bytes, uint32_t hash) {
  for (uint32_t i = hash & g_interned.mask;; i = (i + 1) & g_interned.mask) {
    InternSlot* slot = &g_interned.slots[i];
    if (slot->IsFree() || slot->Is(bytes, hash)) return slot;
  }
}

void GrowInternTable() {
  InternSlot* old = g_interned.slots;
  uint32_t old_size = g_interned.mask + 1;
  g_interned.mask = old_size * 2 - 1;
  g_interned.slots = new InternSlot[old_size * 2];
  for (uint32_t i = 0; i < old_size; ++i) {
    if (old[i].IsFree()) continue;
    const String* s = old[i].string();
    *FindSlot(s->view(), s->hash) = old[i];
  }
  if (old != g_interned.first) delete[] old;
}

char* InternBytes(size_t bytes) {
  constexpr size_t kBlock = size_t{32} << 10;
  bytes = (bytes + 15) & ~size_t{15};
  if (static_cast<size_t>(g_interned.bump_end - g_interned.bump) < bytes) {
    size_t block_bytes = std::max(bytes + sizeof(InternBlock), kBlock);
    auto* block = static_cast<InternBlock*>(::operator new(block_bytes));
    block->previous = g_interned.blocks;
    g_interned.blocks = block;
    g_interned.bump = reinterpret_cast<char*>(block + 1);
    g_interned.bump_end = reinterpret_cast<char*>(block) + block_bytes;
  }
  char* result = g_interned.bump;
  g_interned.bump += bytes;
  return result;
}

// The preallocated string with these bytes, or null.
String* FindStatic(std::string_view bytes) {
  if (bytes.empty()) return EmptyString();
  if (bytes.size() == 1) return CharString(static_cast<unsigned char>(bytes[0]));
  if (bytes.size() > 3 || bytes[0] < '1' || bytes[0] > '9') return nullptr;
  int n = 0;
  for (char c : bytes) {
    if (c < '0' || c > '9') return nullptr;
    n = n * 10 + (c - '0');
  }
  g_int_strings.at[n].refcount = RefCounted::kImmortal;
  return &g_int_strings.at[n];
}

}  // namespace

String* FindInterned(std::string_view bytes) {
  if (String* s = FindStatic(bytes)) return s;
  String* s = FindSlot(bytes, HashBytes(bytes.data(), bytes.size()))->string();
  if (s) s->refcount = RefCounted::kImmortal;
  return s;
}

String* Intern(std::string_view bytes) {
  if (String* s = FindStatic(bytes)) return s;
  uint32_t hash = HashBytes(bytes.data(), bytes.size());
  InternSlot* slot = FindSlot(bytes, hash);
  if (String* s = slot->string()) {
    s->refcount = RefCounted::kImmortal;
    return s;
  }
  auto* s = reinterpret_cast<String*>(InternBytes(kStringHeaderBytes + bytes.size() + 1));
  s->refcount = RefCounted::kImmortal;
  s->info = kInternedInfo;
  s->hash = hash;
  s->capacity = Saturate(bytes.size());
  s->length = bytes.size();
  std::memcpy(s->data, bytes.data(), bytes.size());
  s->data[bytes.size()] = 0;
  *slot = InternSlot(s);
  if (++g_interned.count * 2 > g_interned.mask) GrowInternTable();
  return s;
}

String* InternLower(std::string_view bytes) {
  char small[128];
  if (bytes.size() <= sizeof(small)) {
    LowerBytes(small, bytes);
    return Intern({small, bytes.size()});
  }
  String* lower = ToLowerAscii(bytes);
  String* interned = Intern(lower->view());
  Release(lower);
  return interned;
}

}  // namespace tusk
