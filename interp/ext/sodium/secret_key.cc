// The sodium extension's functions with one secret key: encryption, streams, authentication, hashes.
#include <cstring>
#include <string>

#include "interp/ext/sodium/lib.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr size_t kTag = 16;

// --- AEAD: the tag is 16 bytes, the key 32

template <auto SodiumLibrary::* kEncrypt, size_t kNonce>
void AeadEncrypt(Args args, Value* result, const char* nonce, const char* key) {
  if (!SodiumFits(args, {{2, kNonce, nonce}, {3, 32, key}})) return;
  String* out = NewString(SodiumLength(args, 0) + kTag);
  SodiumSize made = 0;
  if ((Sodium().*kEncrypt)(SodiumBytes(out), &made, SodiumArg(args, 0), SodiumLength(args, 0),
                           SodiumArg(args, 1), SodiumLength(args, 1), nullptr, SodiumArg(args, 2),
                           SodiumArg(args, 3)) != 0) {
    return SodiumFailed(out);
  }
  Return(result, out);
}
template <auto SodiumLibrary::* kDecrypt, size_t kNonce>
void AeadDecrypt(Args args, Value* result, const char* nonce, const char* key) {
  if (!SodiumFits(args, {{2, kNonce, nonce}, {3, 32, key}})) return;
  if (SodiumLength(args, 0) < kTag) return Return(result, false);
  String* out = NewString(SodiumLength(args, 0) - kTag);
  SodiumSize made = 0;
  if ((Sodium().*kDecrypt)(SodiumBytes(out), &made, nullptr, SodiumArg(args, 0), SodiumLength(args, 0),
                           SodiumArg(args, 1), SodiumLength(args, 1), SodiumArg(args, 2),
                           SodiumArg(args, 3)) != 0) {
    Release(out);
    return Return(result, false);
  }
  Return(result, out);
}
// What the constants for a cipher's nonce and key are called.
struct Aes {
  static constexpr char kNonce[] = "AEAD_AES256GCM_NPUB", kKey[] = "AEAD_AES256GCM_KEY";
};
struct Original {
  static constexpr char kNonce[] = "AEAD_CHACHA20POLY1305_NPUB", kKey[] = "AEAD_CHACHA20POLY1305_KEY";
};
struct Ietf {
  static constexpr char kNonce[] = "AEAD_CHACHA20POLY1305_IETF_NPUB",
                        kKey[] = "AEAD_CHACHA20POLY1305_IETF_KEY";
};
struct Extended {
  static constexpr char kNonce[] = "AEAD_XCHACHA20POLY1305_IETF_NPUB",
                        kKey[] = "AEAD_XCHACHA20POLY1305_IETF_KEY";
};
template <typename Names, auto SodiumLibrary::* kFunction, size_t kNonce>
void Encrypt(Args args, Value* result) {
  AeadEncrypt<kFunction, kNonce>(args, result, Names::kNonce, Names::kKey);
}
template <typename Names, auto SodiumLibrary::* kFunction, size_t kNonce>
void Decrypt(Args args, Value* result) {
  AeadDecrypt<kFunction, kNonce>(args, result, Names::kNonce, Names::kKey);
}
void AesAvailable(Args, Value* result) { Return(result, Sodium().crypto_aead_aes256gcm_is_available() != 0); }

// --- authentication, secret boxes

void Auth(Args args, Value* result) {
  if (!SodiumFits(args, {{1, 32, "AUTH_KEY"}})) return;
  String* mac = NewString(32);
  Sodium().crypto_auth(SodiumBytes(mac), SodiumArg(args, 0), SodiumLength(args, 0), SodiumArg(args, 1));
  Return(result, mac);
}
void AuthVerify(Args args, Value* result) {
  if (!SodiumFits(args, {{2, 32, "AUTH_KEY"}, {0, 32, "AUTH_"}})) return;
  Return(result, Sodium().crypto_auth_verify(SodiumArg(args, 0), SodiumArg(args, 1), SodiumLength(args, 1),
                                             SodiumArg(args, 2)) == 0);
}
bool FitsSecretBox(Args args) {
  return SodiumFits(args, {{1, 24, "SECRETBOX_NONCE"}, {2, 32, "SECRETBOX_KEY"}});
}
void SecretBox(Args args, Value* result) {
  if (!FitsSecretBox(args)) return;
  String* out = NewString(SodiumLength(args, 0) + kTag);
  Sodium().crypto_secretbox_easy(SodiumBytes(out), SodiumArg(args, 0), SodiumLength(args, 0),
                                 SodiumArg(args, 1), SodiumArg(args, 2));
  Return(result, out);
}
void SecretBoxOpen(Args args, Value* result) {
  if (!FitsSecretBox(args)) return;
  if (SodiumLength(args, 0) < kTag) return Return(result, false);
  String* out = NewString(SodiumLength(args, 0) - kTag);
  if (Sodium().crypto_secretbox_open_easy(SodiumBytes(out), SodiumArg(args, 0), SodiumLength(args, 0),
                                          SodiumArg(args, 1), SodiumArg(args, 2)) == 0) {
    return Return(result, out);
  }
  Release(out);
  Return(result, false);
}

// --- streams

struct Salsa {
  static constexpr char kNonce[] = "STREAM_NONCE", kKey[] = "STREAM_KEY";
};
struct XChaCha {
  static constexpr char kNonce[] = "STREAM_XCHACHA20_NONCE", kKey[] = "STREAM_XCHACHA20_KEY";
};
template <typename Names, auto SodiumLibrary::* kFunction>
void Stream(Args args, Value* result) {
  if (args.Int(0) <= 0) return ThrowSodiumArgument(1, "must be greater than 0");
  if (!SodiumFits(args, {{1, 24, Names::kNonce}, {2, 32, Names::kKey}})) return;
  String* out = NewString(static_cast<size_t>(args.Int(0)));
  (Sodium().*kFunction)(SodiumBytes(out), out->length, SodiumArg(args, 1), SodiumArg(args, 2));
  Return(result, out);
}
template <typename Names, auto SodiumLibrary::* kFunction>
void StreamXor(Args args, Value* result) {
  if (!SodiumFits(args, {{1, 24, Names::kNonce}, {2, 32, Names::kKey}})) return;
  String* out = NewString(SodiumLength(args, 0));
  (Sodium().*kFunction)(SodiumBytes(out), SodiumArg(args, 0), out->length, SodiumArg(args, 1),
                        SodiumArg(args, 2));
  Return(result, out);
}
void StreamXorFrom(Args args, Value* result) {
  if (!SodiumFits(args, {{1, 24, XChaCha::kNonce}})) return;
  // PHP names the argument before the key here.
  if (SodiumLength(args, 3) != 32)
    return ThrowSodiumArgument(3, "must be SODIUM_CRYPTO_STREAM_XCHACHA20_KEYBYTES bytes long");
  String* out = NewString(SodiumLength(args, 0));
  Sodium().crypto_stream_xchacha20_xor_ic(SodiumBytes(out), SodiumArg(args, 0), out->length,
                                          SodiumArg(args, 1), static_cast<uint64_t>(args.Int(2)),
                                          SodiumArg(args, 3));
  Return(result, out);
}

// --- states, which scripts keep as strings

// A copy with the alignment that the library wants.
class State {
 public:
  explicit State(size_t size) : size_(size) {}
  State(const String* s) : size_(s->length) { std::memcpy(bytes_, s->data, size_); }
  void* get() { return bytes_; }
  Value ToValue() const { return Value(NewString({reinterpret_cast<const char*>(bytes_), size_})); }
  static constexpr size_t kRoom = 512;

 private:
  size_t size_;
  alignas(64) unsigned char bytes_[kRoom];
};
// Whether by-reference argument 0 is a state of this size.
bool IsState(Args args, size_t size, bool names_argument = false) {
  const Value& place = args[0].ref->value;
  if (place.IsString() && place.str->length == size) return true;
  if (!place.IsString()) {
    ThrowSodiumArgument(1, "must be a reference to a state");
  } else if (names_argument) {
    ThrowSodiumArgument(1, "must have a correct length");
  } else {
    ThrowSodium("incorrect state length");
  }
  return false;
}

constexpr size_t kHeader = 24, kSealed = 17;
size_t StreamState() { return Sodium().crypto_secretstream_xchacha20poly1305_statebytes(); }
constexpr char kStreamKey[] = "SECRETSTREAM_XCHACHA20POLY1305_KEY";
void InitPush(Args args, Value* result) {
  if (!SodiumFits(args, {{0, 32, kStreamKey}})) return;
  State state(StreamState());
  String* header = NewString(kHeader);
  Sodium().crypto_secretstream_xchacha20poly1305_init_push(state.get(), SodiumBytes(header),
                                                           SodiumArg(args, 0));
  Array* pair = NewArray();
  Append(pair, state.ToValue());
  Append(pair, Value(header));
  Return(result, pair);
}
void Push(Args args, Value* result) {
  if (!IsState(args, StreamState(), true)) return;
  int64_t tag = args.Int(3);
  if (tag < 0 || tag > 255) return ThrowSodiumArgument(4, "must be 0-255");
  State state(args[0].ref->value.str);
  String* out = NewString(SodiumLength(args, 1) + kSealed);
  SodiumSize made = 0;
  if (Sodium().crypto_secretstream_xchacha20poly1305_push(
          state.get(), SodiumBytes(out), &made, SodiumArg(args, 1), SodiumLength(args, 1), SodiumArg(args, 2),
          SodiumLength(args, 2), static_cast<unsigned char>(tag)) != 0) {
    return SodiumFailed(out);
  }
  AssignArgument(args, 0, state.ToValue());
  Return(result, out);
}
void InitPull(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kHeader, "SECRETSTREAM_XCHACHA20POLY1305_HEADER"}, {1, 32, kStreamKey}})) return;
  State state(StreamState());
  if (Sodium().crypto_secretstream_xchacha20poly1305_init_pull(state.get(), SodiumArg(args, 0),
                                                               SodiumArg(args, 1)) != 0) {
    return ThrowSodium("internal error");
  }
  *result = state.ToValue();
}
void Pull(Args args, Value* result) {
  if (!IsState(args, StreamState())) return;
  if (SodiumLength(args, 1) < kSealed) return Return(result, false);
  State state(args[0].ref->value.str);
  String* out = NewString(SodiumLength(args, 1) - kSealed);
  SodiumSize made = 0;
  unsigned char tag = 0;
  if (Sodium().crypto_secretstream_xchacha20poly1305_pull(state.get(), SodiumBytes(out), &made, &tag,
                                                          SodiumArg(args, 1), SodiumLength(args, 1),
                                                          SodiumArg(args, 2), SodiumLength(args, 2)) != 0) {
    Release(out);
    return Return(result, false);
  }
  AssignArgument(args, 0, state.ToValue());
  Array* pair = NewArray();
  Append(pair, Value(out));
  Append(pair, Value(static_cast<int64_t>(tag)));
  Return(result, pair);
}
void Rekey(Args args, Value*) {
  if (!IsState(args, StreamState())) return;
  State state(args[0].ref->value.str);
  Sodium().crypto_secretstream_xchacha20poly1305_rekey(state.get());
  AssignArgument(args, 0, state.ToValue());
}

// --- hashes

void ShortHash(Args args, Value* result) {
  if (!SodiumFits(args, {{1, 16, "SHORTHASH_KEY"}})) return;
  String* out = NewString(8);
  Sodium().crypto_shorthash(SodiumBytes(out), SodiumArg(args, 0), SodiumLength(args, 0), SodiumArg(args, 1));
  Return(result, out);
}
// Whether the length in argument `length` and the key in argument `key` (none: UINT32_MAX) are possible.
bool FitsHash(Args args, uint32_t length, uint32_t key) {
  if (args.Int(length) < 16 || args.Int(length) > 64) {
    ThrowSodium("unsupported output length");
    return false;
  }
  if (key == UINT32_MAX) return true;
  size_t n = SodiumLength(args, key);
  if (n != 0 && (n < 16 || n > 64)) {
    ThrowSodium("unsupported key length");
    return false;
  }
  return true;
}
void GenericHash(Args args, Value* result) {
  if (!FitsHash(args, 2, 1)) return;
  String* out = NewString(static_cast<size_t>(args.Int(2)));
  Sodium().crypto_generichash(SodiumBytes(out), out->length, SodiumArg(args, 0), SodiumLength(args, 0),
                              SodiumArg(args, 1), SodiumLength(args, 1));
  Return(result, out);
}
size_t HashState() { return Sodium().crypto_generichash_statebytes(); }
void GenericHashInit(Args args, Value* result) {
  if (!FitsHash(args, 1, 0)) return;
  State state(HashState());
  Sodium().crypto_generichash_init(state.get(), SodiumArg(args, 0), SodiumLength(args, 0),
                                   static_cast<size_t>(args.Int(1)));
  *result = state.ToValue();
}
void GenericHashUpdate(Args args, Value* result) {
  if (!IsState(args, HashState())) return;
  State state(args[0].ref->value.str);
  Sodium().crypto_generichash_update(state.get(), SodiumArg(args, 1), SodiumLength(args, 1));
  AssignArgument(args, 0, state.ToValue());
  Return(result, true);
}
void GenericHashFinal(Args args, Value* result) {
  if (!IsState(args, HashState()) || !FitsHash(args, 1, UINT32_MAX)) return;
  State state(args[0].ref->value.str);
  String* out = NewString(static_cast<size_t>(args.Int(1)));
  if (Sodium().crypto_generichash_final(state.get(), SodiumBytes(out), out->length) != 0)
    return SodiumFailed(out);
  AssignArgument(args, 0, Value::Null());
  Return(result, out);
}
void DeriveKey(Args args, Value* result) {
  int64_t length = args.Int(0), id = args.Int(1);
  if (length < 16)
    return ThrowSodiumArgument(1, "must be greater than or equal to SODIUM_CRYPTO_KDF_BYTES_MIN");
  if (length > 64) return ThrowSodiumArgument(1, "must be less than or equal to SODIUM_CRYPTO_KDF_BYTES_MAX");
  if (id < 0) return ThrowSodiumArgument(2, "must be greater than or equal to 0");
  if (!SodiumFits(args, {{2, 8, "KDF_CONTEXT"}})) return;
  if (SodiumLength(args, 3) != 32)
    return ThrowSodiumArgument(4, "must be SODIUM_CRYPTO_KDF_BYTES_MIN bytes long");
  String* out = NewString(static_cast<size_t>(length));
  Sodium().crypto_kdf_derive_from_key(SodiumBytes(out), out->length, static_cast<uint64_t>(id),
                                      args.Str(2)->data, SodiumArg(args, 3));
  Return(result, out);
}

// --- passwords

constexpr size_t kArgonText = 128, kScryptText = 102;
// What both password functions ask of their limits; arguments count from 0.
bool FitsLimits(Args args, uint32_t operations, int64_t least_operations, int64_t least_memory) {
  if (args.Int(operations) < least_operations) {
    ThrowSodiumArgument(operations + 1,
                        absl::StrFormat("must be greater than or equal to %d", least_operations));
    return false;
  }
  if (args.Int(operations + 1) < least_memory) {
    ThrowSodiumArgument(operations + 2, absl::StrFormat("must be greater than or equal to %d", least_memory));
    return false;
  }
  return true;
}
bool FitsLength(Args args, uint32_t i) {
  if (args.Int(i) > 0 && args.Int(i) < UINT32_MAX) return true;
  ThrowSodiumArgument(i + 1, args.Int(i) <= 0 ? "must be greater than 0" : "is too large");
  return false;
}
bool WarnEmpty(Args args, uint32_t i) {
  if (SodiumLength(args, i) == 0) Warning("empty password");
  return !HasException();
}
void PwHash(Args args, Value* result) {
  if (!FitsLength(args, 0)) return;
  int64_t algorithm = args.Int(5);
  if (algorithm != 1 && algorithm != 2) return ThrowSodium("unsupported password hashing algorithm");
  if (!WarnEmpty(args, 1)) return;
  if (SodiumLength(args, 2) != 16)
    return ThrowSodiumArgument(3, "must be SODIUM_CRYPTO_PWHASH_SALTBYTES bytes long");
  if (!FitsLimits(args, 3, algorithm == 1 ? 3 : 1, 8192)) return;
  String* out = NewString(static_cast<size_t>(args.Int(0)));
  if (Sodium().crypto_pwhash(SodiumBytes(out), out->length, args.Str(1)->data, SodiumLength(args, 1),
                             SodiumArg(args, 2), static_cast<SodiumSize>(args.Int(3)),
                             static_cast<size_t>(args.Int(4)), static_cast<int>(algorithm)) != 0) {
    return SodiumFailed(out);
  }
  Return(result, out);
}
template <auto SodiumLibrary::* kFunction, int64_t kOperations, int64_t kMemory>
void PwHashText(Args args, Value* result) {
  if (!WarnEmpty(args, 0) || !FitsLimits(args, 1, kOperations, kMemory)) return;
  char text[kArgonText + 1];
  if ((Sodium().*kFunction)(text, args.Str(0)->data, SodiumLength(args, 0),
                            static_cast<SodiumSize>(args.Int(1)), static_cast<size_t>(args.Int(2))) != 0) {
    return ThrowSodium("internal error");
  }
  Return(result, text);
}
void PwHashVerify(Args args, Value* result) {
  if (!WarnEmpty(args, 1)) return;
  Return(result,
         Sodium().crypto_pwhash_str_verify(args.Str(0)->data, args.Str(1)->data, SodiumLength(args, 1)) == 0);
}
void PwHashNeedsRehash(Args args, Value* result) {
  Return(result,
         Sodium().crypto_pwhash_str_needs_rehash(args.Str(0)->data, static_cast<SodiumSize>(args.Int(1)),
                                                 static_cast<size_t>(args.Int(2))) != 0);
}
void Scrypt(Args args, Value* result) {
  if (!FitsLength(args, 0) || !WarnEmpty(args, 1)) return;
  if (!SodiumFits(args, {{2, 32, "PWHASH_SCRYPTSALSA208SHA256_SALT"}})) return;
  if (!FitsLimits(args, 3, 524288, 16777216)) return;
  String* out = NewString(static_cast<size_t>(args.Int(0)));
  if (Sodium().crypto_pwhash_scryptsalsa208sha256(
          SodiumBytes(out), out->length, args.Str(1)->data, SodiumLength(args, 1), SodiumArg(args, 2),
          static_cast<SodiumSize>(args.Int(3)), static_cast<size_t>(args.Int(4))) != 0) {
    return SodiumFailed(out);
  }
  Return(result, out);
}
void ScryptVerify(Args args, Value* result) {
  if (!WarnEmpty(args, 1)) return;
  if (SodiumLength(args, 0) != kScryptText - 1) {
    Warning("wrong size for the hashed password");
    return Return(result, false);
  }
  Return(result, Sodium().crypto_pwhash_scryptsalsa208sha256_str_verify(args.Str(0)->data, args.Str(1)->data,
                                                                        SodiumLength(args, 1)) == 0);
}

using Lib = SodiumLibrary;
constexpr char kEncrypts[] =
    "(string $message, string $additional_data, string $nonce, #[\\SensitiveParameter] string $key): string";
constexpr char kDecrypts[] =
    "(string $ciphertext, string $additional_data, string $nonce, #[\\SensitiveParameter] string $key): "
    "string|false";
constexpr BuiltinRow kRows[] = {
    {"sodium_crypto_aead_aes256gcm_decrypt", kDecrypts, kSodiumEffects,
     Decrypt<Aes, &Lib::crypto_aead_aes256gcm_decrypt, 12>},
    {"sodium_crypto_aead_aes256gcm_encrypt", kEncrypts, kSodiumEffects,
     Encrypt<Aes, &Lib::crypto_aead_aes256gcm_encrypt, 12>},
    {"sodium_crypto_aead_aes256gcm_is_available", "(): bool", kSodiumEffects, AesAvailable},
    {"sodium_crypto_aead_aes256gcm_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_aead_chacha20poly1305_decrypt", kDecrypts, kSodiumEffects,
     Decrypt<Original, &Lib::crypto_aead_chacha20poly1305_decrypt, 8>},
    {"sodium_crypto_aead_chacha20poly1305_encrypt", kEncrypts, kSodiumEffects,
     Encrypt<Original, &Lib::crypto_aead_chacha20poly1305_encrypt, 8>},
    {"sodium_crypto_aead_chacha20poly1305_ietf_decrypt", kDecrypts, kSodiumEffects,
     Decrypt<Ietf, &Lib::crypto_aead_chacha20poly1305_ietf_decrypt, 12>},
    {"sodium_crypto_aead_chacha20poly1305_ietf_encrypt", kEncrypts, kSodiumEffects,
     Encrypt<Ietf, &Lib::crypto_aead_chacha20poly1305_ietf_encrypt, 12>},
    {"sodium_crypto_aead_chacha20poly1305_ietf_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_aead_chacha20poly1305_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_aead_xchacha20poly1305_ietf_decrypt", kDecrypts, kSodiumEffects,
     Decrypt<Extended, &Lib::crypto_aead_xchacha20poly1305_ietf_decrypt, 24>},
    {"sodium_crypto_aead_xchacha20poly1305_ietf_encrypt", kEncrypts, kSodiumEffects,
     Encrypt<Extended, &Lib::crypto_aead_xchacha20poly1305_ietf_encrypt, 24>},
    {"sodium_crypto_aead_xchacha20poly1305_ietf_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_auth", "(string $message, #[\\SensitiveParameter] string $key): string", kSodiumEffects,
     Auth},
    {"sodium_crypto_auth_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_auth_verify", "(string $mac, string $message, #[\\SensitiveParameter] string $key): bool",
     kSodiumEffects, AuthVerify},
    {"sodium_crypto_generichash",
     "(string $message, #[\\SensitiveParameter] string $key = \"\", int $length = "
     "SODIUM_CRYPTO_GENERICHASH_BYTES): string",
     kSodiumEffects, GenericHash},
    {"sodium_crypto_generichash_final", "(&$state, int $length = SODIUM_CRYPTO_GENERICHASH_BYTES): string",
     kSodiumWrites, GenericHashFinal},
    {"sodium_crypto_generichash_init",
     "(#[\\SensitiveParameter] string $key = \"\", int $length = SODIUM_CRYPTO_GENERICHASH_BYTES): string",
     kSodiumEffects, GenericHashInit},
    {"sodium_crypto_generichash_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_generichash_update", "(&$state, string $message): true", kSodiumWrites,
     GenericHashUpdate},
    {"sodium_crypto_kdf_derive_from_key",
     "(int $subkey_length, int $subkey_id, string $context, #[\\SensitiveParameter] string $key): string",
     kSodiumEffects, DeriveKey},
    {"sodium_crypto_kdf_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_pwhash",
     "(int $length, #[\\SensitiveParameter] string $password, string $salt, int $opslimit, int $memlimit, "
     "int "
     "$algo = SODIUM_CRYPTO_PWHASH_ALG_DEFAULT): string",
     kSodiumEffects, PwHash},
    {"sodium_crypto_pwhash_scryptsalsa208sha256",
     "(int $length, #[\\SensitiveParameter] string $password, string $salt, int $opslimit, int $memlimit): "
     "string",
     kSodiumEffects, Scrypt},
    {"sodium_crypto_pwhash_scryptsalsa208sha256_str",
     "(#[\\SensitiveParameter] string $password, int $opslimit, int $memlimit): string", kSodiumWrites,
     PwHashText<&Lib::crypto_pwhash_scryptsalsa208sha256_str, 524288, 16777216>},
    {"sodium_crypto_pwhash_scryptsalsa208sha256_str_verify",
     "(string $hash, #[\\SensitiveParameter] string $password): bool", kSodiumEffects, ScryptVerify},
    {"sodium_crypto_pwhash_str",
     "(#[\\SensitiveParameter] string $password, int $opslimit, int $memlimit): string", kSodiumWrites,
     PwHashText<&Lib::crypto_pwhash_str, 1, 8192>},
    {"sodium_crypto_pwhash_str_needs_rehash",
     "(#[\\SensitiveParameter] string $password, int $opslimit, int $memlimit): bool", kSodiumEffects,
     PwHashNeedsRehash},
    {"sodium_crypto_pwhash_str_verify", "(string $hash, #[\\SensitiveParameter] string $password): bool",
     kSodiumEffects, PwHashVerify},
    {"sodium_crypto_secretbox",
     "(string $message, string $nonce, #[\\SensitiveParameter] string $key): string", kSodiumEffects,
     SecretBox},
    {"sodium_crypto_secretbox_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_secretbox_open",
     "(string $ciphertext, string $nonce, #[\\SensitiveParameter] string $key): string|false", kSodiumEffects,
     SecretBoxOpen},
    {"sodium_crypto_secretstream_xchacha20poly1305_init_pull",
     "(string $header, #[\\SensitiveParameter] string $key): string", kSodiumEffects, InitPull},
    {"sodium_crypto_secretstream_xchacha20poly1305_init_push", "(#[\\SensitiveParameter] string $key): array",
     kSodiumWrites, InitPush},
    {"sodium_crypto_secretstream_xchacha20poly1305_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_secretstream_xchacha20poly1305_pull",
     "(&$state, string $ciphertext, string $additional_data = \"\"): array|false", kSodiumWrites, Pull},
    {"sodium_crypto_secretstream_xchacha20poly1305_push",
     "(&$state, #[\\SensitiveParameter] string $message, string $additional_data = \"\", int $tag = "
     "SODIUM_CRYPTO_SECRETSTREAM_XCHACHA20POLY1305_TAG_MESSAGE): string",
     kSodiumWrites, Push},
    {"sodium_crypto_secretstream_xchacha20poly1305_rekey", "(&$state): void", kSodiumWrites, Rekey},
    {"sodium_crypto_shorthash", "(string $message, #[\\SensitiveParameter] string $key): string",
     kSodiumEffects, ShortHash},
    {"sodium_crypto_shorthash_keygen", "(): string", kSodiumWrites, SodiumKey<16>},
    {"sodium_crypto_stream", "(int $length, string $nonce, #[\\SensitiveParameter] string $key): string",
     kSodiumEffects, Stream<Salsa, &Lib::crypto_stream>},
    {"sodium_crypto_stream_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_stream_xchacha20",
     "(int $length, string $nonce, #[\\SensitiveParameter] string $key): string", kSodiumEffects,
     Stream<XChaCha, &Lib::crypto_stream_xchacha20>},
    {"sodium_crypto_stream_xchacha20_keygen", "(): string", kSodiumWrites, SodiumKey<32>},
    {"sodium_crypto_stream_xchacha20_xor",
     "(string $message, string $nonce, #[\\SensitiveParameter] string $key): string", kSodiumEffects,
     StreamXor<XChaCha, &Lib::crypto_stream_xchacha20_xor>},
    {"sodium_crypto_stream_xchacha20_xor_ic",
     "(string $message, string $nonce, int $counter, #[\\SensitiveParameter] string $key): string",
     kSodiumEffects, StreamXorFrom},
    {"sodium_crypto_stream_xor",
     "(string $message, string $nonce, #[\\SensitiveParameter] string $key): string", kSodiumEffects,
     StreamXor<Salsa, &Lib::crypto_stream_xor>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kSodiumSecretKeyFunctions(kRows);

}  // namespace tusk
