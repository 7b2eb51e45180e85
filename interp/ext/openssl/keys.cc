// Keys and certificates of the openssl extension: making, reading and exporting them, signatures and
// encryption with them.
#include <cstring>
#include <fstream>
#include <iterator>

#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/openssl/lib.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

constexpr int kRsa = 6, kDsa = 116, kDh = 28, kEc = 408;  // OpenSSL's numbers of key types

struct Key {
  Pkey* pkey;
  bool is_private;
};
struct Certificate {
  X509* x509;
};
void DestroyKey(Object* o) {
  if (o->native<Key>()->pkey) Crypto().EVP_PKEY_free(o->native<Key>()->pkey);
}
void DestroyCertificate(Object* o) {
  if (o->native<Certificate>()->x509) Crypto().X509_free(o->native<Certificate>()->x509);
}
constexpr ObjectHandlers kKeyHandlers = {.destroy_native = DestroyKey};
constexpr ObjectHandlers kCertificateHandlers = {.destroy_native = DestroyCertificate};

}  // namespace

Value NewKey(Pkey* pkey, bool is_private) {
  Object* o = NewObject(FindClass("OpenSSLAsymmetricKey", false));
  *o->native<Key>() = {pkey, is_private};
  return Value(o);
}

namespace {

int GivePassword(char* buffer, int size, int, void* data) {
  auto* phrase = static_cast<const std::string_view*>(data);
  if (!phrase || static_cast<int>(phrase->size()) > size) return -1;
  std::memcpy(buffer, phrase->data(), phrase->size());
  return static_cast<int>(phrase->size());
}

}  // namespace

std::string PemText(std::string_view s) {
  if (!s.starts_with("file://")) return std::string(s);
  std::ifstream file(std::string(s.substr(7)), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

X509* ReadCertificate(const Value& v) {
  if (v.IsObject() && v.obj->cls->handlers == &kCertificateHandlers) {
    X509* x = v.obj->native<Certificate>()->x509;
    Crypto().X509_up_ref(x);
    return x;
  }
  if (!v.IsString()) return nullptr;
  std::string text = PemText(v.str->view());
  X509* x = Crypto().PEM_read_bio_X509(MemoryBio(text), nullptr, nullptr, nullptr);
  if (!x) KeepCryptoErrors();
  return x;
}

X509* ReadCertificateOrWarn(const Value& v) {
  X509* x = ReadCertificate(Deref(v));
  if (!x) FunctionWarning("X.509 Certificate cannot be retrieved");
  return x;
}
Value NewCertificate(X509* x) {
  Object* o = NewObject(FindClass("OpenSSLCertificate", false));
  o->native<Certificate>()->x509 = x;
  return Value(o);
}
Value CertificateText(X509* x) {
  MemoryBio out;
  Crypto().PEM_write_bio_X509(out, x);
  return Value(NewString(out.bytes()));
}

Pkey* ReadKey(const Value& from, uint32_t i, bool is_private, std::string_view phrase) {
  Value v = Deref(from);
  if (v.IsArray()) {
    Value key = Deref(GetInt(v.arr, 0)), secret = Deref(GetInt(v.arr, 1));
    if (key.IsUndef() || secret.IsUndef()) {
      ThrowValueError("Key array must be of the form array(0 => key, 1 => phrase)");
      return nullptr;
    }
    if (secret.IsString()) phrase = secret.str->view();
    v = key;
  }
  const CryptoLibrary& lib = Crypto();
  if (v.IsObject() && v.obj->cls->handlers == &kKeyHandlers) {
    auto* key = v.obj->native<Key>();
    if (is_private && !key->is_private) {
      FunctionWarning("Supplied key param is a public key");
      return nullptr;
    }
    if (!is_private && key->is_private) {
      FunctionWarning("Don't know how to get public key from this private key");
      return nullptr;
    }
    lib.EVP_PKEY_up_ref(key->pkey);
    return key->pkey;
  }
  if (v.IsObject() && v.obj->cls->handlers == &kCertificateHandlers) {
    if (is_private) {
      FunctionWarning("Don't know how to get private key from this X.509 certificate");
      return nullptr;
    }
    return lib.X509_get_pubkey(v.obj->native<Certificate>()->x509);
  }
  String* name = ToString(v);
  if (!name) return nullptr;
  std::string text = PemText(name->view());
  Release(name);
  if (HasException()) return nullptr;
  Pkey* key = nullptr;
  if (is_private) {
    key = lib.PEM_read_bio_PrivateKey(MemoryBio(text), nullptr, GivePassword, &phrase);
  } else {
    if (X509* x = lib.PEM_read_bio_X509(MemoryBio(text), nullptr, nullptr, nullptr)) {
      key = lib.X509_get_pubkey(x);
      lib.X509_free(x);
    }
    if (!key) key = lib.PEM_read_bio_PUBKEY(MemoryBio(text), nullptr, nullptr, nullptr);
  }
  if (!key) KeepCryptoErrors();
  return key;
}

namespace {

Pkey* ReadKey(Args args, uint32_t i, bool is_private, std::string_view phrase = {}) {
  return ReadKey(args[i], i, is_private, phrase);
}
// The same, with the warning that most functions give. `which` completes it.
Pkey* ReadKeyOrWarn(Args args, uint32_t i, bool is_private, const char* message) {
  Pkey* key = ReadKey(args, i, is_private);
  if (!key && !HasException()) FunctionWarning("%s", message);
  return key;
}
class ContextHolder {
 public:
  explicit ContextHolder(PkeyCtx* context) : context_(context) {}
  ~ContextHolder() {
    if (context_) Crypto().EVP_PKEY_CTX_free(context_);
  }
  ContextHolder(const ContextHolder&) = delete;
  ContextHolder& operator=(const ContextHolder&) = delete;
  operator PkeyCtx*() const { return context_; }

 private:
  PkeyCtx* context_;
};

template <bool kPrivate>
void GetKey(Args args, Value* result) {
  std::string_view phrase = kPrivate && !args.IsNull(1) ? args.View(1) : std::string_view();
  Pkey* key = ReadKey(args, 0, kPrivate, phrase);
  if (!key) return HasException() ? void() : Return(result, false);
  *result = NewKey(key, kPrivate);
}
// What it frees goes by itself.
template <ClassText kFunction, ClassText kWhat>
void FreeNothing(Args, Value*) {
  Deprecated("Function %s() is deprecated since 8.0, as %s objects are freed automatically", kFunction.text,
             kWhat.text);
}

Value Setting(Args args, uint32_t i, std::string_view name) {
  return args.IsNull(i) ? Value() : Deref(GetStr(args.Arr(i), name));
}
}  // namespace

Pkey* GenerateKey(const Array* options) {
  const CryptoLibrary& lib = Crypto();
  auto setting = [&](std::string_view name) { return options ? Deref(GetStr(options, name)) : Value(); };
  Value type = setting("private_key_type"), bits = setting("private_key_bits");
  int64_t kind = type.IsUndef() ? 0 : ToInt(type);
  if (kind != 0 && kind != 3) {
    FunctionWarning("Unsupported private key type");
    return nullptr;
  }
  ContextHolder context(lib.EVP_PKEY_CTX_new_id(kind == 3 ? kEc : kRsa, nullptr));
  bool good = context && lib.EVP_PKEY_keygen_init(context) > 0;
  if (kind == 3) {
    Value curve = setting("curve_name");
    if (!curve.IsString()) {
      FunctionWarning("Missing configuration value: \"curve_name\" not set");
      return nullptr;
    }
    int nid = lib.OBJ_sn2nid(curve.str->data);
    if (nid == 0) {
      FunctionWarning("Unknown elliptic curve (short) name %s", curve.str->view());
      return nullptr;
    }
    good = good && lib.EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, nid) > 0;
  } else {
    int64_t size = bits.IsUndef() ? 2048 : ToInt(bits);
    if (size < 384) {
      FunctionWarning("Private key length must be at least 384 bits, configured to %d", size);
      return nullptr;
    }
    good = good && lib.EVP_PKEY_CTX_set_rsa_keygen_bits(context, static_cast<int>(size)) > 0;
  }
  Pkey* key = nullptr;
  if (!good || lib.EVP_PKEY_keygen(context, &key) <= 0) {
    KeepCryptoErrors();
    return nullptr;
  }
  return key;
}

namespace {

void PkeyNew(Args args, Value* result) {
  Pkey* key = GenerateKey(args.IsNull(0) ? nullptr : args.Arr(0));
  if (!key) return HasException() ? void() : Return(result, false);
  *result = NewKey(key, true);
}
// The PEM text of a private key, "" when that fails. Arguments: key, ..., passphrase, options.
std::string ExportKey(Args args) {
  const CryptoLibrary& lib = Crypto();
  std::string_view phrase = args.IsNull(2) ? std::string_view() : args.View(2);
  KeyHolder key(ReadKey(args, 0, true, phrase));
  if (!key) {
    if (!HasException()) FunctionWarning("Cannot get key from parameter 1");
    return "";
  }
  Value encrypt = Setting(args, 3, "encrypt_key");
  bool encrypts = !phrase.empty() && (encrypt.IsUndef() || ToBool(encrypt));
  const Cipher* cipher = encrypts ? lib.EVP_get_cipherbyname("aes-256-cbc") : nullptr;
  MemoryBio out;
  if (!lib.PEM_write_bio_PrivateKey(out, key, cipher, encrypts ? Bytes(phrase.data()) : nullptr,
                                    encrypts ? static_cast<int>(phrase.size()) : 0, nullptr, nullptr)) {
    KeepCryptoErrors();
    return "";
  }
  return std::string(out.bytes());
}
}  // namespace

bool WriteTextFile(const char* name, std::string_view bytes) {
  std::ofstream file(name, std::ios::binary);
  file << bytes;
  return file.good();
}

namespace {

void PkeyExport(Args args, Value* result) {
  std::string text = ExportKey(args);
  if (HasException()) return;
  if (!text.empty()) AssignArgument(args, 1, Value(NewString(text)));
  Return(result, !text.empty());
}
void PkeyExportToFile(Args args, Value* result) {
  std::string text = ExportKey(args);
  if (!HasException()) Return(result, !text.empty() && WriteTextFile(args.Str(1)->data, text));
}

void Number(Array* a, const Pkey* key, const char* name, const char* parameter) {
  Bignum* n = nullptr;
  if (Crypto().EVP_PKEY_get_bn_param(key, parameter, &n) != 1) {
    while (Crypto().ERR_get_error()) {
    }
    return;
  }
  String* s = NewString(static_cast<size_t>((Crypto().BN_num_bits(n) + 7) / 8));
  Crypto().BN_bn2bin(n, Bytes(s->data));
  Crypto().BN_free(n);
  SetStr(a, name, Value(s));
}
void PkeyGetDetails(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  auto* key = args[0].obj->native<Key>();
  MemoryBio out;
  if (!lib.PEM_write_bio_PUBKEY(out, key->pkey)) {
    KeepCryptoErrors();
    return Return(result, false);
  }
  Array* a = NewHash(5);
  SetStr(a, "bits", Value(static_cast<int64_t>(lib.EVP_PKEY_get_bits(key->pkey))));
  SetStr(a, "key", Value(NewString(out.bytes())));
  int kind = lib.EVP_PKEY_get_base_id(key->pkey);
  Array* parts = NewHash(8);
  auto numbers = [&](std::initializer_list<std::pair<const char*, const char*>> all) {
    for (const auto& [name, parameter] : all) Number(parts, key->pkey, name, parameter);
  };
  int64_t type = -1;
  const char* section = nullptr;
  if (kind == kRsa) {
    type = 0;
    section = "rsa";
    numbers({{"n", "n"}, {"e", "e"}});
    if (key->is_private) {
      numbers({{"d", "d"},
               {"p", "rsa-factor1"},
               {"q", "rsa-factor2"},
               {"dmp1", "rsa-exponent1"},
               {"dmq1", "rsa-exponent2"},
               {"iqmp", "rsa-coefficient1"}});
    }
  } else if (kind == kDsa) {
    type = 1;
    section = "dsa";
    numbers({{"p", "p"}, {"q", "q"}, {"g", "g"}, {"priv_key", "priv"}, {"pub_key", "pub"}});
  } else if (kind == kDh) {
    type = 2;
    section = "dh";
    numbers({{"p", "p"}, {"g", "g"}, {"priv_key", "priv"}, {"pub_key", "pub"}});
  } else if (kind == kEc) {
    type = 3;
    section = "ec";
    char name[80], oid[80];
    size_t n = 0;
    if (lib.EVP_PKEY_get_utf8_string_param(key->pkey, "group", name, sizeof name, &n) == 1) {
      SetStr(parts, "curve_name", Value(NewString(std::string_view(name, n))));
      int length = lib.OBJ_obj2txt(oid, sizeof oid, lib.OBJ_nid2obj(lib.OBJ_sn2nid(name)), 1);
      if (length > 0)
        SetStr(parts, "curve_oid", Value(NewString(std::string_view(oid, static_cast<size_t>(length)))));
    }
    numbers({{"x", "qx"}, {"y", "qy"}});
    if (key->is_private) numbers({{"d", "priv"}});
  }
  if (section) {
    SetStr(a, section, Value(parts));
  } else {
    Release(Value(parts));
  }
  SetStr(a, "type", Value(type));
  Return(result, a);
}

}  // namespace

const Md* DigestOf(const Value& v) {
  static constexpr const char* kNames[] = {nullptr,  "sha1",   "md5",    "md4",    nullptr,    nullptr,
                                           "sha224", "sha256", "sha384", "sha512", "ripemd160"};
  const char* name = "sha1";
  if (v.IsString()) {
    name = v.str->data;
  } else if (v.IsInt()) {
    int64_t n = v.i;
    name = n >= 0 && n < static_cast<int64_t>(std::size(kNames)) ? kNames[n] : nullptr;
  }
  const Md* md = name ? Crypto().EVP_get_digestbyname(name) : nullptr;
  if (!md) FunctionWarning("Unknown digest algorithm");
  return md;
}

namespace {

const Md* DigestArgument(Args args, uint32_t i) { return DigestOf(args[i]); }
void Sign(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  KeyHolder key(ReadKeyOrWarn(args, 2, true, "Supplied key param cannot be coerced into a private key"));
  const Md* md = key ? DigestArgument(args, 3) : nullptr;
  if (!md) return HasException() ? void() : Return(result, false);
  MdCtx* context = lib.EVP_MD_CTX_new();
  size_t size = 0;
  std::string signature;
  bool good =
      lib.EVP_DigestSignInit(context, nullptr, md, nullptr, key) == 1 &&
      lib.EVP_DigestSign(context, nullptr, &size, Bytes(args.View(0).data()), args.View(0).size()) == 1;
  if (good) {
    signature.resize(size);
    good = lib.EVP_DigestSign(context, Bytes(signature.data()), &size, Bytes(args.View(0).data()),
                              args.View(0).size()) == 1;
    signature.resize(size);
  }
  lib.EVP_MD_CTX_free(context);
  if (good) AssignArgument(args, 1, Value(NewString(signature)));
  KeepCryptoErrors();
  Return(result, good);
}
void Verify(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  const Md* md = DigestArgument(args, 3);
  if (!md) return Return(result, false);
  KeyHolder key(ReadKeyOrWarn(args, 2, false, "Supplied key param cannot be coerced into a public key"));
  if (!key) return HasException() ? void() : Return(result, false);
  MdCtx* context = lib.EVP_MD_CTX_new();
  int status = -1;
  if (lib.EVP_DigestVerifyInit(context, nullptr, md, nullptr, key) == 1) {
    status = lib.EVP_DigestVerify(context, Bytes(args.View(1).data()), args.View(1).size(),
                                  Bytes(args.View(0).data()), args.View(0).size());
  }
  lib.EVP_MD_CTX_free(context);
  KeepCryptoErrors();
  Return(result, int64_t{status < 0 ? -1 : status});
}

using Step = int (*)(PkeyCtx*, unsigned char*, size_t*, const unsigned char*, size_t);
void Transform(Args args, Value* result, bool is_private, int (*init)(PkeyCtx*), Step step) {
  const CryptoLibrary& lib = Crypto();
  KeyHolder key(ReadKeyOrWarn(args, 2, is_private,
                              !is_private                         ? "key parameter is not a valid public key"
                              : init == lib.EVP_PKEY_decrypt_init ? "key parameter is not a valid private key"
                                                                  : "key param is not a valid private key"));
  if (!key) return HasException() ? void() : Return(result, false);
  ContextHolder context(lib.EVP_PKEY_CTX_new(key, nullptr));
  auto padding = static_cast<int>(args.Int(3, 1));
  size_t size = 0;
  std::string out;
  bool good = context && init(context) > 0 && lib.EVP_PKEY_CTX_set_rsa_padding(context, padding) > 0 &&
              step(context, nullptr, &size, Bytes(args.View(0).data()), args.View(0).size()) > 0;
  if (good) {
    out.resize(size);
    good = step(context, Bytes(out.data()), &size, Bytes(args.View(0).data()), args.View(0).size()) > 0;
    out.resize(good ? size : 0);
  }
  if (good) AssignArgument(args, 1, Value(NewString(out)));
  KeepCryptoErrors();
  Return(result, good);
}
void PublicEncrypt(Args args, Value* result) {
  Transform(args, result, false, Crypto().EVP_PKEY_encrypt_init, Crypto().EVP_PKEY_encrypt);
}
void PrivateDecrypt(Args args, Value* result) {
  Transform(args, result, true, Crypto().EVP_PKEY_decrypt_init, Crypto().EVP_PKEY_decrypt);
}
void PrivateEncrypt(Args args, Value* result) {
  Transform(args, result, true, Crypto().EVP_PKEY_sign_init, Crypto().EVP_PKEY_sign);
}
void PublicDecrypt(Args args, Value* result) {
  Transform(args, result, false, Crypto().EVP_PKEY_verify_recover_init, Crypto().EVP_PKEY_verify_recover);
}
void PkeyDerive(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  if (args.Int(2, 0) < 0) return ArgumentValueError(3, "must be greater than or equal to 0");
  KeyHolder own(ReadKey(args, 1, true));
  KeyHolder peer(own ? ReadKey(args, 0, false) : nullptr);
  if (!peer) return HasException() ? void() : Return(result, false);
  ContextHolder context(lib.EVP_PKEY_CTX_new(own, nullptr));
  auto size = static_cast<size_t>(args.Int(2, 0));
  std::string out;
  bool good = lib.EVP_PKEY_derive_init(context) > 0 && lib.EVP_PKEY_derive_set_peer(context, peer) > 0 &&
              (size > 0 || lib.EVP_PKEY_derive(context, nullptr, &size) > 0);
  if (good) {
    out.resize(size);
    good = lib.EVP_PKEY_derive(context, Bytes(out.data()), &size) > 0;
  }
  KeepCryptoErrors();
  if (!good) return Return(result, false);
  Return(result, std::string_view(out).substr(0, size));
}
void CurveNames(Args, Value* result) {
  struct Curve {
    int nid;
    const char* comment;
  };
  const CryptoLibrary& lib = Crypto();
  std::vector<Curve> curves(lib.EC_get_builtin_curves(nullptr, 0));
  lib.EC_get_builtin_curves(curves.data(), curves.size());
  Array* a = NewArray();
  for (const Curve& c : curves) {
    if (const char* name = lib.OBJ_nid2sn(c.nid)) Append(a, Value(NewString(std::string_view(name))));
  }
  Return(result, a);
}

// --- certificates

void X509Read(Args args, Value* result) {
  X509* x = ReadCertificate(args[0]);
  if (!x) {
    FunctionWarning("X.509 Certificate cannot be retrieved");
    return Return(result, false);
  }
  Object* o = NewObject(FindClass("OpenSSLCertificate", false));
  o->native<Certificate>()->x509 = x;
  *result = Value(o);
}
void X509Export(Args args, Value* result) {
  X509* x = ReadCertificate(args[0]);
  if (!x) {
    FunctionWarning("X.509 Certificate cannot be retrieved");
    return Return(result, false);
  }
  MemoryBio out;
  if (args.Has(2) && args[2].IsFalse()) Crypto().X509_print(out, x);
  bool good = Crypto().PEM_write_bio_X509(out, x) == 1;
  Crypto().X509_free(x);
  if (good) AssignArgument(args, 1, Value(NewString(out.bytes())));
  Return(result, good);
}
void X509Fingerprint(Args args, Value* result) {
  X509* x = ReadCertificate(args[0]);
  if (!x) {
    FunctionWarning("X.509 Certificate cannot be retrieved");
    return Return(result, false);
  }
  const Md* md = Crypto().EVP_get_digestbyname(args.Has(1) ? args.Str(1)->data : "sha1");
  unsigned char bytes[64];
  unsigned int size = 0;
  bool good = md && Crypto().X509_digest(x, md, bytes, &size);
  Crypto().X509_free(x);
  if (!md) FunctionWarning("Unknown digest algorithm");
  if (!good) return Return(result, false);
  std::string_view digest(reinterpret_cast<char*>(bytes), size);
  if (args.Bool(2)) return Return(result, digest);
  std::string hex;
  for (unsigned char c : digest) {
    hex += "0123456789abcdef"[c >> 4];
    hex += "0123456789abcdef"[c & 15];
  }
  Return(result, std::string_view(hex));
}
void X509CheckPrivateKey(Args args, Value* result) {
  X509* x = ReadCertificate(args[0]);
  if (!x) return HasException() ? void() : Return(result, false);
  KeyHolder key(ReadKey(args, 1, true));
  bool yes = key && Crypto().X509_check_private_key(x, key) == 1;
  Crypto().X509_free(x);
  KeepCryptoErrors();
  if (!HasException()) Return(result, yes);
}
void X509Verify(Args args, Value* result) {
  X509* x = ReadCertificate(args[0]);
  if (!x) return HasException() ? void() : Return(result, int64_t{-1});
  KeyHolder key(ReadKey(args, 1, false));
  int status = key ? Crypto().X509_verify(x, key) : -1;
  Crypto().X509_free(x);
  KeepCryptoErrors();
  if (!HasException()) Return(result, int64_t{status});
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr uint16_t kWrites = kIo | Effects::kWritesArgs;
constexpr char kPublicKey[] = "($public_key): OpenSSLAsymmetricKey|false";
constexpr char kPrivateKey[] = "($private_key, ?string $passphrase = null): OpenSSLAsymmetricKey|false";
constexpr BuiltinRow kRows[] = {
    {"openssl_free_key", "(OpenSSLAsymmetricKey $key): void", kIo,
     FreeNothing<"openssl_free_key", "OpenSSLAsymmetricKey">},
    {"openssl_get_curve_names", "(): array|false", kIo, CurveNames},
    {"openssl_get_privatekey", kPrivateKey, kIo, GetKey<true>},
    {"openssl_get_publickey", kPublicKey, kIo, GetKey<false>},
    {"openssl_pkey_derive", "($public_key, $private_key, int $key_length = 0): string|false", kIo,
     PkeyDerive},
    {"openssl_pkey_export", "($key, &$output, ?string $passphrase = null, ?array $options = null): bool",
     kWrites, PkeyExport},
    {"openssl_pkey_export_to_file",
     "($key, string $output_filename, ?string $passphrase = null, ?array $options = null): bool", kIo,
     PkeyExportToFile},
    {"openssl_pkey_free", "(OpenSSLAsymmetricKey $key): void", kIo,
     FreeNothing<"openssl_pkey_free", "OpenSSLAsymmetricKey">},
    {"openssl_pkey_get_details", "(OpenSSLAsymmetricKey $key): array|false", kIo, PkeyGetDetails},
    {"openssl_pkey_get_private", kPrivateKey, kIo, GetKey<true>},
    {"openssl_pkey_get_public", kPublicKey, kIo, GetKey<false>},
    {"openssl_pkey_new", "(?array $options = null): OpenSSLAsymmetricKey|false", kIo, PkeyNew},
    {"openssl_private_decrypt",
     "(string $data, &$decrypted_data, $private_key, int $padding = OPENSSL_PKCS1_PADDING): bool", kWrites,
     PrivateDecrypt},
    {"openssl_private_encrypt",
     "(string $data, &$encrypted_data, $private_key, int $padding = OPENSSL_PKCS1_PADDING): bool", kWrites,
     PrivateEncrypt},
    {"openssl_public_decrypt",
     "(string $data, &$decrypted_data, $public_key, int $padding = OPENSSL_PKCS1_PADDING): bool", kWrites,
     PublicDecrypt},
    {"openssl_public_encrypt",
     "(string $data, &$encrypted_data, $public_key, int $padding = OPENSSL_PKCS1_PADDING): bool", kWrites,
     PublicEncrypt},
    {"openssl_sign",
     "(string $data, &$signature, $private_key, string|int $algorithm = OPENSSL_ALGO_SHA1): bool", kWrites,
     Sign},
    {"openssl_verify",
     "(string $data, string $signature, $public_key, string|int $algorithm = OPENSSL_ALGO_SHA1): int|false",
     kIo, Verify},
    {"openssl_x509_check_private_key", "(OpenSSLCertificate|string $certificate, $private_key): bool", kIo,
     X509CheckPrivateKey},
    {"openssl_x509_export", "(OpenSSLCertificate|string $certificate, &$output, bool $no_text = true): bool",
     kWrites, X509Export},
    {"openssl_x509_fingerprint",
     "(OpenSSLCertificate|string $certificate, string $digest_algo = \"sha1\", bool $binary = false): "
     "string|false",
     kIo, X509Fingerprint},
    {"openssl_x509_free", "(OpenSSLCertificate $certificate): void", kIo,
     FreeNothing<"openssl_x509_free", "OpenSSLCertificate">},
    {"openssl_x509_read", "(OpenSSLCertificate|string $certificate): OpenSSLCertificate|false", kIo,
     X509Read},
    {"openssl_x509_verify", "(OpenSSLCertificate|string $certificate, $public_key): int", kIo, X509Verify},
};
static_assert(SortedByName(kRows));

constexpr uint32_t kOpaque = static_cast<uint32_t>(ClassFlags::kFinal) | ClassFlags::kNotSerializable |
                             ClassFlags::kNoDynamicProperties;
constexpr BuiltinRow kNewKey = {"", "()", kIo,
                                [](Args args, Value*) { RefuseConstruction(args, "openssl_pkey_new"); }};
constexpr BuiltinRow kNewCertificate = {
    "", "()", kIo, [](Args args, Value*) { RefuseConstruction(args, "openssl_x509_read"); }};
const BuiltinClassRow kClassRows[] = {
    {.name = "OpenSSLAsymmetricKey",
     .flags = kOpaque,
     .handlers = &kKeyHandlers,
     .native_size = sizeof(Key),
     .extension = "openssl",
     .constructor = &kNewKey},
    {.name = "OpenSSLCertificate",
     .flags = kOpaque,
     .handlers = &kCertificateHandlers,
     .native_size = sizeof(Certificate),
     .extension = "openssl",
     .constructor = &kNewCertificate},
};

}  // namespace

constinit const BuiltinTable kKeyFunctions(kRows);
const std::span<const BuiltinClassRow> kOpensslClasses = kClassRows;

}  // namespace tusk
