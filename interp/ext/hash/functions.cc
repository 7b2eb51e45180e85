// hash(), its incremental form and HMAC; md5, sha1, crc32.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/hash/digest.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/base_dir.h"
#include "interp/runtime/object.h"
#include "interp/vm/frame.h"

namespace tusk {
namespace {

const HashAlgorithm* Algorithm(String* name) {
  String* lower = ToLowerAscii(name->view());
  const HashAlgorithm* a = FindHashAlgorithm(lower->view());
  if (a && a->is_there && !a->is_there()) a = nullptr;
  Release(lower);
  return a;
}

// What the options say of a seed and a secret. False: raised.
bool ApplyOptions(const HashAlgorithm* a, Digest* d, Array* options) {
  if (!options || options->count == 0) return true;
  std::string_view name = a->name;
  bool murmur = name.starts_with("murmur"), wide = name == "xxh3" || name == "xxh128";
  if (!murmur && !name.starts_with("xxh")) return true;
  Value seed = Deref(GetStr(options, "seed"));
  Value secret = wide ? Deref(GetStr(options, "secret")) : Value();
  if (!seed.IsUndef() && !secret.IsUndef()) {
    ThrowError("%s: Only one of seed or secret is to be passed for initialization", name);
    return false;
  }
  if (seed.IsInt()) {
    d->Seed(static_cast<uint64_t>(seed.i));
  } else if (!seed.IsUndef()) {
    Deprecated("%s(): Passing a seed of a type other than int is deprecated because it is %s",
               g_state->running_function()->view(), wide ? "ignored" : "the same as setting the seed to 0");
    return !HasException();
  }
  if (secret.IsUndef()) return true;
  if (!secret.IsString()) {
    Deprecated(
        "%s(): Passing a secret of a type other than string is deprecated because it implicitly converts to "
        "a "
        "string, potentially hiding bugs",
        g_state->running_function()->view());
    if (HasException()) return false;
  }
  String* text = ToString(secret);
  if (!text) return false;
  constexpr size_t kLeast = 136;
  bool long_enough = text->length >= kLeast;
  if (long_enough) {
    d->SetSecret(text->view());
  } else {
    ThrowError("%s: Secret length must be >= %d bytes, %d bytes passed", name, kLeast, text->length);
  }
  Release(text);
  return long_enough;
}

void ReturnDigest(Value* result, const std::string& digest, bool binary) {
  if (binary) return Return(result, NewString(digest));
  String* s = NewString(2 * digest.size());
  ToHex(digest, s->data);
  Return(result, s);
}

bool ReadFile(std::string_view path, std::string* bytes) {
  if (!InBaseDir(path)) return false;
  std::FILE* f = std::fopen(std::string(path).c_str(), "rb");
  if (!f) return false;
  char buffer[16384];
  size_t n;
  while ((n = std::fread(buffer, 1, sizeof buffer, f)) > 0) bytes->append(buffer, n);
  std::fclose(f);
  return true;
}
bool ReadFileOrWarn(Args args, uint32_t i, std::string* bytes) {
  if (ReadFile(args.View(i), bytes)) return true;
  Warning("%s(%s): Failed to open stream: %s", g_state->running_function()->view(), args.View(i),
          std::strerror(errno));
  return false;
}

void Md5Function(Args args, Value* result) { ReturnDigest(result, Md5(args.View(0)), args.Bool(1)); }
void Sha1Function(Args args, Value* result) { ReturnDigest(result, Sha1(args.View(0)), args.Bool(1)); }
void Crc32Function(Args args, Value* result) { Return(result, static_cast<int64_t>(Crc32(args.View(0)))); }
void Md5File(Args args, Value* result) {
  std::string bytes;
  if (!ReadFileOrWarn(args, 0, &bytes)) return Return(result, false);
  ReturnDigest(result, Md5(bytes), args.Bool(1));
}
void Sha1File(Args args, Value* result) {
  std::string bytes;
  if (!ReadFileOrWarn(args, 0, &bytes)) return Return(result, false);
  ReturnDigest(result, Sha1(bytes), args.Bool(1));
}

template <bool kFile>
void Hash(Args args, Value* result) {
  const HashAlgorithm* a = Algorithm(args.Str(0));
  if (!a) return ArgumentValueError(1, "must be a valid hashing algorithm");
  std::unique_ptr<Digest> d = a->make();
  if (!ApplyOptions(a, d.get(), args.Has(3) ? args.Arr(3) : nullptr)) return;
  if (kFile) {
    std::string bytes;
    if (!ReadFileOrWarn(args, 1, &bytes)) return Return(result, false);
    d->Update(bytes);
  } else {
    d->Update(args.View(1));
  }
  ReturnDigest(result, d->Finish(), args.Bool(2));
}

std::string BlockKey(const HashAlgorithm* a, std::string_view key) {
  std::string block(key);
  if (block.size() > a->block_size) {
    std::unique_ptr<Digest> d = a->make();
    d->Update(block);
    block = d->Finish();
  }
  block.resize(a->block_size);
  return block;
}
std::string Xor(std::string s, char with) {
  for (char& c : s) c = static_cast<char>(c ^ with);
  return s;
}
std::string Hmac(const HashAlgorithm* a, std::string_view key, std::string_view data) {
  std::string block = BlockKey(a, key);
  std::unique_ptr<Digest> inner = a->make();
  inner->Update(Xor(block, 0x36));
  inner->Update(data);
  std::unique_ptr<Digest> outer = a->make();
  outer->Update(Xor(block, 0x5c));
  outer->Update(inner->Finish());
  return outer->Finish();
}

void HashHmac(Args args, Value* result) {
  const HashAlgorithm* a = Algorithm(args.Str(0));
  if (!a || a->block_size == 0)
    return ArgumentValueError(1, "must be a valid cryptographic hashing algorithm");
  ReturnDigest(result, Hmac(a, args.View(2), args.View(1)), args.Bool(3));
}

template <bool kHmac>
void HashAlgos(Args, Value* result) {
  size_t count;
  const HashAlgorithm* all = AllHashAlgorithms(&count);
  Array* a = NewArray();
  for (size_t i = 0; i < count; ++i) {
    if (all[i].is_there && !all[i].is_there()) continue;
    if (!kHmac || all[i].block_size) Append(a, Value(Intern(all[i].name)));
  }
  Return(result, a);
}

void HashEquals(Args args, Value* result) {
  for (uint32_t i = 0; i < 2; ++i) {
    if (!args[i].IsString()) {
      return ArgumentTypeError(
          i + 1, absl::StrFormat("must be of type string, %s given", ValueNameForErrors(args[i])));
    }
  }
  std::string_view a = args.View(0);
  std::string_view b = args.View(1);
  if (a.size() != b.size()) return Return(result, false);
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  Return(result, difference == 0);
}

void HashPbkdf2(Args args, Value* result) {
  const HashAlgorithm* a = Algorithm(args.Str(0));
  if (!a || a->block_size == 0)
    return ArgumentValueError(1, "must be a valid cryptographic hashing algorithm");
  int64_t rounds = args[3].i;
  int64_t length = args[4].i;
  bool binary = args.Bool(5);
  if (rounds <= 0) return ArgumentValueError(4, "must be greater than 0");
  if (length < 0) return ArgumentValueError(5, "must be greater than or equal to 0");
  size_t digest = Hmac(a, "", "").size();
  size_t wanted = length == 0 ? digest
                  : binary    ? static_cast<size_t>(length)
                              : (static_cast<size_t>(length) + 1) / 2;
  Release(NewString(wanted));  // too long for the memory limit: it ends here, not after hours
  std::string out;
  for (uint32_t block = 1; out.size() < wanted; ++block) {
    std::string salt(args.View(2));
    for (int shift = 24; shift >= 0; shift -= 8) salt += static_cast<char>(block >> shift);
    std::string u = Hmac(a, args.View(1), salt);
    std::string t = u;
    for (int64_t i = 1; i < rounds; ++i) {
      u = Hmac(a, args.View(1), u);
      for (size_t k = 0; k < t.size(); ++k) t[k] = static_cast<char>(t[k] ^ u[k]);
    }
    out += t;
  }
  out.resize(wanted);
  if (!binary) {
    out = ToHex(out);
    if (length != 0) out.resize(static_cast<size_t>(length));
  }
  Return(result, NewString(out));
}

// ---- HashContext: a digest in progress

struct HashContext {
  Digest* digest;  // owned; null once finalised
  const HashAlgorithm* algorithm;
  std::string* hmac_key;  // owned; the block key of an HMAC
};
HashContext* ContextOf(const Value& v) { return v.obj->native<HashContext>(); }

void DestroyContext(Object* o) {
  auto* c = o->native<HashContext>();
  delete c->digest;
  delete c->hmac_key;
}
void CloneContext(Object* to, Object* from) {
  auto* a = from->native<HashContext>();
  if (!a->digest) return ThrowError("Cannot clone a finalized HashContext");
  *to->native<HashContext>() = {a->digest ? a->digest->Copy().release() : nullptr, a->algorithm,
                                a->hmac_key ? new std::string(*a->hmac_key) : nullptr};
}
constexpr ObjectHandlers kContextHandlers = {.destroy_native = DestroyContext, .clone_native = CloneContext};

Object* NewContext() { return NewObject(g_state->find_class(Intern("HashContext"), false)); }

void HashInit(Args args, Value* result) {
  const HashAlgorithm* a = Algorithm(args.Str(0));
  if (!a) return ArgumentValueError(1, "must be a valid hashing algorithm");
  bool hmac = args[1].i & 1;
  if (hmac && a->block_size == 0)
    return ArgumentValueError(1, "must be a cryptographic hashing algorithm if HMAC is requested");
  if (hmac && args.Str(2)->length == 0)
    return ArgumentValueError(3, "cannot be empty when HMAC is requested");
  std::unique_ptr<Digest> digest = a->make();
  if (!ApplyOptions(a, digest.get(), args.Has(3) ? args.Arr(3) : nullptr)) return;
  Object* o = NewContext();
  auto* c = o->native<HashContext>();
  *c = {digest.release(), a, nullptr};
  if (hmac) {
    c->hmac_key = new std::string(BlockKey(a, args.View(2)));
    c->digest->Update(Xor(*c->hmac_key, 0x36));
  }
  *result = Value(o);
}

HashContext* LiveContext(Args args) {
  HashContext* c = ContextOf(args[0]);
  if (c->digest) return c;
  ArgumentTypeError(1, "must be a valid, non-finalized HashContext");
  return nullptr;
}
void HashUpdate(Args args, Value* result) {
  HashContext* c = LiveContext(args);
  if (!c) return;
  c->digest->Update(args.View(1));
  Return(result, true);
}
void HashUpdateFile(Args args, Value* result) {
  HashContext* c = LiveContext(args);
  std::string bytes;
  if (!c) return;
  if (!ReadFileOrWarn(args, 1, &bytes)) return Return(result, false);
  c->digest->Update(bytes);
  Return(result, true);
}
void HashFinal(Args args, Value* result) {
  HashContext* c = LiveContext(args);
  if (!c) return;
  std::string digest = c->digest->Finish();
  if (c->hmac_key) {
    std::unique_ptr<Digest> outer = c->algorithm->make();
    outer->Update(Xor(*c->hmac_key, 0x5c));
    outer->Update(digest);
    digest = outer->Finish();
  }
  delete c->digest;
  c->digest = nullptr;
  ReturnDigest(result, digest, args.Bool(1));
}
void HashCopy(Args args, Value* result) {
  if (!LiveContext(args)) return;
  Object* o = NewContext();
  CloneContext(o, args[0].obj);
  *result = Value(o);
}

// ---- its methods; the saved form is PHP's but for what stands for the state

constexpr int64_t kSavedForm = 2;
void ContextDebug(Args args, Value* result) {
  Array* a = NewArray();
  SetStr(a, "algo", Value(Intern(args.frame->self.obj->native<HashContext>()->algorithm->name)));
  Return(result, a);
}
void ContextSerialize(Args args, Value* result) {
  auto* c = args.frame->self.obj->native<HashContext>();
  if (c->hmac_key)
    return Throw(Throwable::kException, "HashContext with HASH_HMAC option cannot be serialized");
  std::string state = c->digest ? c->digest->Save() : std::string();
  if (state.empty()) {
    return Throw(
        Throwable::kException,
        absl::StrFormat("HashContext for algorithm \"%s\" cannot be serialized", c->algorithm->name));
  }
  Array* saved = NewArray();
  Append(saved, Value(Intern(c->algorithm->name)));
  Append(saved, Value(int64_t{0}));
  Array* bytes = NewArray();
  Append(bytes, Value(NewString(state)));
  Append(saved, Value(bytes));
  Append(saved, Value(kSavedForm));
  Append(saved, Value(EmptyArray()));
  Return(result, saved);
}
void ContextUnserialize(Args args, Value*) {
  auto* c = args.frame->self.obj->native<HashContext>();
  if (c->algorithm)
    return Throw(Throwable::kException, "HashContext::__unserialize called on initialized object");
  auto at = [&](int64_t i) { return Deref(GetInt(args.Arr(0), i)); };
  constexpr char kWrong[] = "Incomplete or ill-formed serialization data";
  if (!at(0).IsString() || !at(1).IsInt() || !at(3).IsInt() || !at(4).IsArray())
    return Throw(Throwable::kException, kWrong);
  if (at(1).i & 1)
    return Throw(Throwable::kException, "HashContext with HASH_HMAC option cannot be serialized");
  const HashAlgorithm* a = Algorithm(at(0).str);
  if (!a) return Throw(Throwable::kException, "Unknown hash algorithm");
  std::unique_ptr<Digest> digest = a->make();
  Value bytes = at(2).IsArray() ? Deref(GetInt(at(2).arr, 0)) : Value();
  if (at(3).i != kSavedForm || !bytes.IsString() || !digest->Load(bytes.str->view())) {
    return Throw(Throwable::kException,
                 absl::StrFormat("%s (\"%s\" code %d)", kWrong, a->name, bytes.IsString() ? -1024 : -1));
  }
  *c = {digest.release(), a, nullptr};
}

constexpr uint16_t kThrows = Effects::kThrows;
constexpr uint16_t kReads = Effects::kReadsState | Effects::kWarns | Effects::kThrows;
constexpr uint16_t kWrites = Effects::kWritesState | Effects::kReadsState | Effects::kThrows;
constexpr BuiltinRow kRows[] = {
    {"crc32", "(string $string): int", Effects::kPure, Crc32Function},
    {"hash", "(string $algo, string $data, bool $binary = false, array $options = []): string", kThrows,
     Hash<false>},
    {"hash_algos", "(): array", Effects::kPure, HashAlgos<false>},
    {"hash_copy", "(HashContext $context): HashContext", kWrites, HashCopy},
    {"hash_equals", "(#[\\SensitiveParameter] $known_string, #[\\SensitiveParameter] $user_string): bool",
     kThrows, HashEquals},
    {"hash_file", "(string $algo, string $filename, bool $binary = false, array $options = []): string|false",
     kReads, Hash<true>},
    {"hash_final", "(HashContext $context, bool $binary = false): string", kWrites, HashFinal},
    {"hash_hmac",
     "(string $algo, string $data, #[\\SensitiveParameter] string $key, bool $binary = false): string",
     kThrows, HashHmac},
    {"hash_hmac_algos", "(): array", Effects::kPure, HashAlgos<true>},
    {"hash_init",
     "(string $algo, int $flags = 0, #[\\SensitiveParameter] string $key = \"\", array $options = []): "
     "HashContext",
     kWrites, HashInit},
    {"hash_pbkdf2",
     "(string $algo, #[\\SensitiveParameter] string $password, string $salt, int $iterations, int $length = "
     "0, bool $binary = false, "
     "array $options = []): string",
     kThrows, HashPbkdf2},
    {"hash_update", "(HashContext $context, string $data): bool", kWrites, HashUpdate},
    {"hash_update_file", "(HashContext $context, string $filename, $stream_context = null): bool",
     kWrites | Effects::kWarns, HashUpdateFile},
    {"md5", "(string $string, bool $binary = false): string", Effects::kPure, Md5Function},
    {"md5_file", "(string $filename, bool $binary = false): string|false", kReads, Md5File},
    {"sha1", "(string $string, bool $binary = false): string", Effects::kPure, Sha1Function},
    {"sha1_file", "(string $filename, bool $binary = false): string|false", kReads, Sha1File},
};
static_assert(SortedByName(kRows));

constexpr BuiltinMethodRow kContextMethods[] = {
    {"__construct", "()", Effects::kPure, [](Args, Value*) {}, FunctionFlags::kPrivate},
    {"__serialize", "(): array", kReads, ContextSerialize},
    {"__unserialize", "(array $data): void", kWrites, ContextUnserialize},
    {"__debugInfo", "(): array", kReads, ContextDebug},
};
constexpr BuiltinClassRow kClasses[] = {
    {.name = "HashContext",
     .flags = ClassFlags::kFinal,
     .methods = kContextMethods,
     .handlers = &kContextHandlers,
     .native_size = sizeof(HashContext),
     .extension = "hash"},
};

}  // namespace

constinit const BuiltinTable kHashFunctions(kRows);
constinit const std::span<const BuiltinClassRow> kHashClasses = kClasses;

}  // namespace tusk
