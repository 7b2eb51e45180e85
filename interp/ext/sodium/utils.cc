// Opens libsodium; errors of the sodium extension, comparing and encoding of bytes.
#include <cstring>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/sodium/lib.h"
#include "interp/ext/tables.h"
#include "interp/ext/xml/lib.h"

namespace tusk {

const SodiumLibrary& Sodium() {
  static const SodiumLibrary loaded = [] {
    void* library = OpenLibrary("sodium", {"libsodium.so.23"});
    SodiumLibrary functions;
    TUSK_SODIUM_FUNCTIONS(TUSK_LIBRARY_LOAD)
    if (functions.sodium_init() < 0) FatalError("libsodium cannot be initialised");
    return functions;
  }();
  return loaded;
}

void ThrowSodium(std::string_view message) {
  bool before = g_state->ignore_exception_args;
  g_state->ignore_exception_args = true;
  ThrowOf("sodiumexception", message, 0);
  g_state->ignore_exception_args = before;
}
void ThrowSodiumArgument(uint32_t i, std::string_view message) {
  const Function* f = g_vm.frame->func;
  ThrowSodium(absl::StrFormat("%s(): Argument #%d ($%s) %s", f->name->view(), i, f->args[i - 1].name->view(),
                              message));
}
void SodiumFailed(String* made, std::string_view message) {
  Release(made);
  ThrowSodium(message);
}
bool SodiumFits(Args args, std::initializer_list<SodiumLengthRule> rules) {
  for (const SodiumLengthRule& rule : rules) {
    if (SodiumLength(args, rule.argument) == rule.bytes) continue;
    ThrowSodiumArgument(rule.argument + 1,
                        absl::StrFormat("must be SODIUM_CRYPTO_%sBYTES bytes long", rule.constant));
    return false;
  }
  return true;
}

namespace {

constexpr char kNoString[] = "a PHP string is required";

// The string in by-reference argument 0, with bytes of its own; null with an exception pending.
String* OwnBytes(Args args, const char* message) {
  Value& place = args[0].ref->value;
  if (!place.IsString()) {
    ThrowSodium(message);
    return nullptr;
  }
  AssignArgument(args, 0, Value(NewString(place.str->view())));
  return place.str;
}
void Increment(Args args, Value*) {
  String* s = OwnBytes(args, kNoString);
  if (s) Sodium().sodium_increment(SodiumBytes(s), s->length);
}
void Add(Args args, Value*) {
  String* s = OwnBytes(args, "PHP strings are required");
  if (!s) return;
  if (s->length != SodiumLength(args, 1)) return ThrowSodium("values must have the same length");
  Sodium().sodium_add(SodiumBytes(s), SodiumArg(args, 1), s->length);
}
void Memzero(Args args, Value*) {
  if (!args[0].ref->value.IsString()) return ThrowSodium(kNoString);
  AssignArgument(args, 0, Value::Null());
}
template <bool kOrder>
void Compare(Args args, Value* result) {
  if (SodiumLength(args, 0) != SodiumLength(args, 1)) {
    return kOrder ? ThrowSodium("values must have the same length")
                  : ThrowSodiumArgument(1, "and argument #2 ($string2) must have equal sizes");
  }
  auto compare = [&](auto f) { return f(SodiumArg(args, 0), SodiumArg(args, 1), SodiumLength(args, 0)); };
  Return(result, kOrder ? compare(Sodium().sodium_compare) : compare(Sodium().sodium_memcmp));
}

void Bin2Hex(Args args, Value* result) {
  size_t n = SodiumLength(args, 0);
  String* hex = NewString(n * 2);
  Sodium().sodium_bin2hex(hex->data, n * 2 + 1, SodiumArg(args, 0), n);
  Return(result, hex);
}
void Hex2Bin(Args args, Value* result) {
  size_t n = SodiumLength(args, 0), made = 0;
  std::string bytes(n / 2 + 1, '\0');
  const char* end = nullptr;
  int status = Sodium().sodium_hex2bin(reinterpret_cast<SodiumOut>(bytes.data()), n / 2, args.Str(0)->data, n,
                                       args.Str(1)->data, &made, &end);
  if (status != 0 || end != args.Str(0)->data + n)
    return ThrowSodiumArgument(1, "must be a valid hexadecimal string");
  Return(result, std::string_view(bytes).substr(0, made));
}
bool IsVariant(Args args) {
  int64_t id = args.Int(1);
  if (id == 1 || id == 3 || id == 5 || id == 7) return true;
  ThrowSodiumArgument(2, "must be a valid base64 variant identifier");
  return false;
}
void Bin2Base64(Args args, Value* result) {
  if (!IsVariant(args)) return;
  size_t n = SodiumLength(args, 0);
  auto variant = static_cast<int>(args.Int(1));
  size_t size = Sodium().sodium_base64_encoded_len(n, variant);
  String* text = NewString(size - 1);
  Sodium().sodium_bin2base64(text->data, size, SodiumArg(args, 0), n, variant);
  Return(result, text);
}
void Base642Bin(Args args, Value* result) {
  if (!IsVariant(args)) return;
  size_t n = SodiumLength(args, 0), made = 0;
  size_t room = n / 4 * 3 + 2;
  std::string bytes(room + 1, '\0');
  const char* end = nullptr;
  int status = Sodium().sodium_base642bin(reinterpret_cast<SodiumOut>(bytes.data()), room, args.Str(0)->data,
                                          n, args.Str(2)->data, &made, &end, static_cast<int>(args.Int(1)));
  if (status != 0 || end != args.Str(0)->data + n)
    return ThrowSodiumArgument(1, "must be a valid base64 string");
  Return(result, std::string_view(bytes).substr(0, made));
}

// Pads with 0x80 and zeros to a multiple of the block size (ISO/IEC 7816-4).
void Pad(Args args, Value* result) {
  if (args.Int(1) <= 0) return ThrowSodiumArgument(2, "must be greater than 0");
  auto block = static_cast<size_t>(args.Int(1));
  size_t n = SodiumLength(args, 0);
  size_t padding = block - n % block;
  if (padding > static_cast<size_t>(INT64_MAX) - n) return ThrowSodium("input is too large");
  String* padded = NewString(n + padding);
  std::memcpy(padded->data, args.Str(0)->data, n);
  std::memset(padded->data + n, 0, padding);
  padded->data[n] = static_cast<char>(0x80);
  Return(result, padded);
}
void Unpad(Args args, Value* result) {
  if (args.Int(1) <= 0) return ThrowSodiumArgument(2, "must be greater than 0");
  auto block = static_cast<size_t>(args.Int(1));
  std::string_view s = args.View(0);
  if (s.size() < block) return ThrowSodiumArgument(1, "must be at least as long as the block size");
  // No length and no place may show in the time this takes: the whole last block is looked at.
  size_t mark = 0;
  unsigned found = 0, wrong = 0;
  for (size_t i = 0; i < block; ++i) {
    auto c = static_cast<unsigned char>(s[s.size() - 1 - i]);
    unsigned is_mark = (c == 0x80) & !found & !wrong;
    mark |= i & (0 - static_cast<size_t>(is_mark));
    found |= is_mark;
    wrong |= !found & (c != 0);
  }
  if (!found) return ThrowSodium("invalid padding");
  Return(result, s.substr(0, s.size() - 1 - mark));
}

constexpr BuiltinRow kRows[] = {
    {"sodium_add", "(&$string1, string $string2): void", kSodiumWrites, Add},
    {"sodium_base642bin", "(string $string, int $id, string $ignore = \"\"): string", kSodiumEffects,
     Base642Bin},
    {"sodium_bin2base64", "(string $string, int $id): string", kSodiumEffects, Bin2Base64},
    {"sodium_bin2hex", "(string $string): string", kSodiumEffects, Bin2Hex},
    {"sodium_compare", "(string $string1, string $string2): int", kSodiumEffects, Compare<true>},
    {"sodium_hex2bin", "(string $string, string $ignore = \"\"): string", kSodiumEffects, Hex2Bin},
    {"sodium_increment", "(&$string): void", kSodiumWrites, Increment},
    {"sodium_memcmp", "(string $string1, string $string2): int", kSodiumEffects, Compare<false>},
    {"sodium_memzero", "(&$string): void", kSodiumWrites, Memzero},
    {"sodium_pad", "(string $string, int $block_size): string", kSodiumEffects, Pad},
    {"sodium_unpad", "(string $string, int $block_size): string", kSodiumEffects, Unpad},
};
static_assert(SortedByName(kRows));

const BuiltinClassRow kClassRows[] = {
    {.name = "SodiumException", .parent = "Exception", .extension = "sodium"}};

}  // namespace

constinit const BuiltinTable kSodiumUtilFunctions(kRows);
const std::span<const BuiltinClassRow> kSodiumClasses = kClassRows;

}  // namespace tusk
