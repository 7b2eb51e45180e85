// Ciphers, digests, random bytes and errors of the openssl extension.
#include <algorithm>
#include <climits>
#include <cstring>
#include <deque>

#include "interp/ext/openssl/lib.h"
#include "interp/ext/random/random.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {

const CryptoLibrary& Crypto() {
  static const CryptoLibrary loaded = [] {
    void* library = OpenLibrary("openssl", {"libcrypto.so.3"});
    CryptoLibrary functions;
    TUSK_CRYPTO_CIPHERS(TUSK_LIBRARY_LOAD)
    TUSK_CRYPTO_KEYS(TUSK_LIBRARY_LOAD)
    TUSK_CRYPTO_CERTIFICATES(TUSK_LIBRARY_LOAD)
    TUSK_CRYPTO_REQUESTS(TUSK_LIBRARY_LOAD)
    TUSK_CRYPTO_MESSAGES(TUSK_LIBRARY_LOAD)
    return functions;
  }();
  return loaded;
}

namespace {

constexpr size_t kMostErrors = 16;
std::deque<unsigned long>& Errors() {
  static auto* all = new std::deque<unsigned long>;
  return *all;
}

constexpr int64_t kRawData = 1, kZeroPadding = 2, kDontPadKey = 4;
constexpr int kGcm = 6, kCcm = 7, kOcb = 0x10003, kStream = 0;
constexpr int kSetIvLength = 9, kGetTag = 16, kSetTag = 17;
constexpr unsigned long kAeadFlag = 0x200000;

std::string Base64(bool encode, std::string_view s, bool* good) {
  Value argument(NewString(s)), v;
  CallFunction(FindBuiltin(encode ? "base64_encode" : "base64_decode"), nullptr, nullptr, 1, &argument, &v);
  Release(argument);
  *good = v.IsString();
  std::string out(*good ? v.str->view() : std::string_view());
  Release(v);
  return out;
}

const Cipher* FindCipher(Args args, uint32_t i) {
  const Cipher* cipher = args.View(i).empty() ? nullptr : Crypto().EVP_get_cipherbyname(args.Str(i)->data);
  if (!cipher) FunctionWarning("Unknown cipher algorithm");
  return cipher;
}

// One run of a cipher: the key and IV are brought to their lengths as PHP does.
class Run {
 public:
  Run(const Cipher* cipher, bool encrypts) : cipher_(cipher), encrypts_(encrypts) {
    context_ = Crypto().EVP_CIPHER_CTX_new();
    int mode = Crypto().EVP_CIPHER_get_mode(cipher);
    // ChaCha20-Poly1305 has no mode of its own.
    aead_ = mode == kGcm || mode == kCcm || mode == kOcb ||
            (mode == kStream && (Crypto().EVP_CIPHER_get_flags(cipher) & kAeadFlag));
    ccm_ = mode == kCcm;
    tag_early_ = mode == kCcm || mode == kOcb;
  }
  ~Run() { Crypto().EVP_CIPHER_CTX_free(context_); }
  bool aead() const { return aead_; }

  // False: said why.
  bool Start(std::string key, std::string iv, int64_t options, std::string_view tag, int64_t tag_length) {
    const CryptoLibrary& lib = Crypto();
    if (!lib.EVP_CipherInit_ex(context_, cipher_, nullptr, nullptr, nullptr, encrypts_)) return Failed();
    auto wanted = static_cast<size_t>(lib.EVP_CIPHER_get_iv_length(cipher_));
    if (iv.empty() && wanted > 0 && encrypts_ && !aead_) {
      FunctionWarning(
          "Using an empty Initialization Vector (iv) is potentially insecure and not recommended");
      if (HasException()) return false;
    }
    if (aead_) {
      if (lib.EVP_CIPHER_CTX_ctrl(context_, kSetIvLength, static_cast<int>(iv.size()), nullptr) != 1) {
        FunctionWarning("Setting of IV length for AEAD mode failed");
        return false;
      }
    } else if (iv.size() != wanted) {
      if (!iv.empty() && iv.size() < wanted) {
        FunctionWarning(
            "IV passed is only %d bytes long, cipher expects an IV of precisely %d bytes, padding with \\0",
            iv.size(), wanted);
      } else if (iv.size() > wanted) {
        FunctionWarning(
            "IV passed is %d bytes long which is longer than the %d expected by selected cipher, truncating",
            iv.size(), wanted);
      }
      iv.resize(wanted);
    }
    if (tag_early_) {
      auto size = static_cast<int>(encrypts_ ? tag_length : static_cast<int64_t>(tag.size()));
      void* bytes = encrypts_ ? nullptr : const_cast<char*>(tag.data());
      if (!lib.EVP_CIPHER_CTX_ctrl(context_, kSetTag, size, bytes)) {
        FunctionWarning("Setting tag length for AEAD cipher failed");
        return false;
      }
    } else if (aead_ && !encrypts_) {
      lib.EVP_CIPHER_CTX_ctrl(context_, kSetTag, static_cast<int>(tag.size()), const_cast<char*>(tag.data()));
    }
    auto key_size = static_cast<size_t>(lib.EVP_CIPHER_get_key_length(cipher_));
    if (key.size() != key_size) {
      if (key.size() > key_size || (options & kDontPadKey)) {
        if (!lib.EVP_CIPHER_CTX_set_key_length(context_, static_cast<int>(key.size()))) {
          KeepCryptoErrors();
          if (options & kDontPadKey) {
            FunctionWarning("Key length cannot be set for the cipher algorithm");
            return false;
          }
          key.resize(key_size);
        }
      } else {
        key.resize(key_size);
      }
    }
    if (!lib.EVP_CipherInit_ex(context_, nullptr, nullptr, Bytes(key.data()), Bytes(iv.data()), encrypts_))
      return Failed();
    if (options & kZeroPadding) lib.EVP_CIPHER_CTX_set_padding(context_, 0);
    return true;
  }
  bool Finish(std::string_view aad, std::string_view data, std::string* out) {
    const CryptoLibrary& lib = Crypto();
    int n = 0;
    auto size = static_cast<int>(data.size());
    if (ccm_ && !lib.EVP_CipherUpdate(context_, nullptr, &n, nullptr, size)) {
      FunctionWarning("Setting of data length failed");
      return false;
    }
    if (aead_ && !aad.empty() &&
        !lib.EVP_CipherUpdate(context_, nullptr, &n, Bytes(aad.data()), static_cast<int>(aad.size()))) {
      FunctionWarning("Setting of additional application data failed");
      return false;
    }
    out->resize(data.size() + static_cast<size_t>(lib.EVP_CIPHER_get_block_size(cipher_)));
    if (!lib.EVP_CipherUpdate(context_, Bytes(out->data()), &n, Bytes(data.data()), size)) {
      KeepCryptoErrors();
      return false;
    }
    int last = 0;
    // CCM has checked everything already.
    if (!(ccm_ && !encrypts_) && !lib.EVP_CipherFinal_ex(context_, Bytes(out->data()) + n, &last)) {
      KeepCryptoErrors();
      return false;
    }
    out->resize(static_cast<size_t>(n + last));
    return true;
  }
  bool Tag(int64_t length, std::string* tag) {
    tag->resize(static_cast<size_t>(length));
    return Crypto().EVP_CIPHER_CTX_ctrl(context_, kGetTag, static_cast<int>(length), tag->data()) == 1;
  }

 private:
  bool Failed() {
    KeepCryptoErrors();
    return false;
  }
  const Cipher* cipher_;
  CipherCtx* context_;
  bool encrypts_, aead_, ccm_, tag_early_;
};

void Encrypt(Args args, Value* result) {
  const Cipher* cipher = FindCipher(args, 1);
  if (!cipher) return Return(result, false);
  int64_t options = args.Int(3, 0);
  std::string out, tag;
  Run run(cipher, true);
  bool wants_tag = args.Has(5);
  if (run.aead() && !wants_tag) {
    FunctionWarning("A tag should be provided when using AEAD mode");
    return Return(result, false);
  }
  if (!run.aead() && wants_tag)
    FunctionWarning("The authenticated tag cannot be provided for cipher that does not support AEAD");
  if (!run.Start(std::string(args.View(2)), std::string(args.View(4)), options, {}, args.Int(7, 16)) ||
      !run.Finish(args.View(6), args.View(0), &out))
    return HasException() ? void() : Return(result, false);
  if (run.aead()) {
    if (!run.Tag(args.Int(7, 16), &tag)) {
      FunctionWarning("Retrieving verification tag failed");
      return Return(result, false);
    }
    AssignArgument(args, 5, Value(NewString(tag)));
  } else if (wants_tag) {
    AssignArgument(args, 5, Value::Null());
  }
  bool good;
  Return(result, std::string_view(options & kRawData ? out : Base64(true, out, &good)));
}
void Decrypt(Args args, Value* result) {
  const Cipher* cipher = FindCipher(args, 1);
  if (!cipher) return Return(result, false);
  int64_t options = args.Int(3, 0);
  std::string data(args.View(0)), out;
  if (!(options & kRawData)) {
    bool good;
    data = Base64(false, data, &good);
    if (!good) {
      FunctionWarning("Failed to base64 decode the input");
      return Return(result, false);
    }
  }
  Run run(cipher, false);
  std::string_view tag = args.IsNull(5) ? std::string_view() : args.View(5);
  if (run.aead() && tag.empty()) {
    FunctionWarning("A tag should be provided when using AEAD mode");
    return Return(result, false);
  }
  if (!run.aead() && !args.IsNull(5))
    FunctionWarning("The authenticated tag cannot be provided for cipher that does not support AEAD");
  if (!run.Start(std::string(args.View(2)), std::string(args.View(4)), options, tag, 0) ||
      !run.Finish(args.View(6), data, &out))
    return HasException() ? void() : Return(result, false);
  Return(result, std::string_view(out));
}

void IvLength(Args args, Value* result) {
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  const Cipher* cipher = FindCipher(args, 0);
  if (!cipher) return Return(result, false);
  Return(result, Crypto().EVP_CIPHER_get_iv_length(cipher));
}
void KeyLength(Args args, Value* result) {
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  const Cipher* cipher = FindCipher(args, 0);
  if (!cipher) return Return(result, false);
  Return(result, Crypto().EVP_CIPHER_get_key_length(cipher));
}

void DigestFunction(Args args, Value* result) {
  const Md* md = Crypto().EVP_get_digestbyname(args.Str(1)->data);
  if (!md) {
    FunctionWarning("Unknown digest algorithm");
    return Return(result, false);
  }
  unsigned char bytes[64];
  unsigned int size = 0;
  if (!Crypto().EVP_Digest(args.View(0).data(), args.View(0).size(), bytes, &size, md, nullptr)) {
    KeepCryptoErrors();
    return Return(result, false);
  }
  std::string_view digest(reinterpret_cast<char*>(bytes), size);
  if (args.Bool(2)) return Return(result, digest);
  StringBuilder hex(size * 2);
  for (unsigned i = 0; i < size; ++i) {
    hex.Append("0123456789abcdef"[bytes[i] >> 4]);
    hex.Append("0123456789abcdef"[bytes[i] & 15]);
  }
  Return(result, hex.Finish());
}
void Pbkdf2(Args args, Value* result) {
  if (args[2].i <= 0) return ArgumentValueError(3, "must be greater than 0");
  const Md* md = Crypto().EVP_get_digestbyname(args.Has(4) ? args.Str(4)->data : "sha1");
  if (!md) {
    FunctionWarning("Unknown digest algorithm");
    return Return(result, false);
  }
  String* out = NewString(static_cast<size_t>(args[2].i));
  int done = Crypto().PKCS5_PBKDF2_HMAC(args.View(0).data(), static_cast<int>(args.View(0).size()),
                                        Bytes(args.View(1).data()), static_cast<int>(args.View(1).size()),
                                        static_cast<int>(args[3].i), md, static_cast<int>(args[2].i),
                                        Bytes(out->data));
  if (done == 1) return Return(result, out);
  KeepCryptoErrors();
  Release(out);
  Return(result, false);
}
void RandomPseudoBytes(Args args, Value* result) {
  if (args[0].i <= 0) return ArgumentValueError(1, "must be greater than 0");
  String* s = NewString(static_cast<size_t>(args[0].i));
  SystemBytes(s->data, s->length);
  AssignArgument(args, 1, Value(true));
  Return(result, s);
}

struct Names {
  Array* list;
  bool aliases, ciphers;
};
void AddName(const void* object, const char* from, const char*, void* context) {
  auto* names = static_cast<Names*>(context);
  if (!from || (!object && !names->aliases)) return;
  std::string lower(from);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  Append(names->list, Value(NewString(object && !names->ciphers ? std::string_view(from) : lower)));
}
// Those that OpenSSL can really do: names of switched off algorithms are left out.
void GetCipherMethods(Args args, Value* result) {
  Names names{NewArray(), args.Bool(0), true};
  Crypto().EVP_CIPHER_do_all_sorted(AddName, &names);
  std::vector<std::string> all;
  for (uint32_t p = First(names.list); p != kEnd; p = Next(names.list, p)) {
    std::string name(ValueAt(names.list, p).str->view());
    void* cipher = Crypto().EVP_CIPHER_fetch(nullptr, name.c_str(), nullptr);
    if (!cipher) continue;
    Crypto().EVP_CIPHER_free(cipher);
    all.push_back(name);
  }
  while (Crypto().ERR_get_error()) {
  }
  Release(Value(names.list));
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  Array* a = NewArray();
  for (const std::string& name : all) Append(a, Value(NewString(name)));
  Return(result, a);
}
void GetMdMethods(Args args, Value* result) {
  Names names{NewArray(), args.Bool(0), false};
  Crypto().EVP_MD_do_all_sorted(AddName, &names);
  Return(result, names.list);
}

void ErrorString(Args, Value* result) {
  KeepCryptoErrors();
  if (Errors().empty()) return Return(result, false);
  char text[256];
  Crypto().ERR_error_string_n(Errors().front(), text, sizeof text);
  Errors().pop_front();
  Return(result, static_cast<const char*>(text));
}
void CertLocations(Args, Value* result) {
  Array* a = NewHash(8);
  auto set = [&](const char* name, const char* v) { SetStr(a, name, Value(NewString(std::string_view(v)))); };
  set("default_cert_file", "/usr/lib/ssl/cert.pem");
  set("default_cert_file_env", "SSL_CERT_FILE");
  set("default_cert_dir", "/usr/lib/ssl/certs");
  set("default_cert_dir_env", "SSL_CERT_DIR");
  set("default_private_dir", "/usr/lib/ssl/private");
  set("default_default_cert_area", "/usr/lib/ssl");
  set("ini_cafile", "");
  set("ini_capath", "");
  Return(result, a);
}
// Of the library that is there, if one is.
Value VersionText() {
  void* library = OpenOptionalLibrary({"libcrypto.so.3"});
  return Value(Intern(library ? Crypto().OpenSSL_version(0) : "OpenSSL 3"));
}

constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows;
constexpr BuiltinRow kRows[] = {
    {"openssl_cipher_iv_length", "(string $cipher_algo): int|false", kIo, IvLength},
    {"openssl_cipher_key_length", "(string $cipher_algo): int|false", kIo, KeyLength},
    {"openssl_decrypt",
     "(string $data, string $cipher_algo, string $passphrase, int $options = 0, string $iv = \"\", ?string "
     "$tag = null, string $aad = \"\"): string|false",
     kIo, Decrypt},
    {"openssl_digest", "(string $data, string $digest_algo, bool $binary = false): string|false", kIo,
     DigestFunction},
    {"openssl_encrypt",
     "(string $data, string $cipher_algo, string $passphrase, int $options = 0, string $iv = \"\", &$tag = "
     "null, string $aad = \"\", int $tag_length = 16): string|false",
     kIo | Effects::kWritesArgs, Encrypt},
    {"openssl_error_string", "(): string|false", kIo, ErrorString},
    {"openssl_get_cert_locations", "(): array", kIo, CertLocations},
    {"openssl_get_cipher_methods", "(bool $aliases = false): array", kIo, GetCipherMethods},
    {"openssl_get_md_methods", "(bool $aliases = false): array", kIo, GetMdMethods},
    {"openssl_pbkdf2",
     "(string $password, string $salt, int $key_length, int $iterations, string $digest_algo = \"sha1\"): "
     "string|false",
     kIo, Pbkdf2},
    {"openssl_random_pseudo_bytes", "(int $length, &$strong_result = null): string",
     kIo | Effects::kWritesArgs, RandomPseudoBytes},
};
static_assert(SortedByName(kRows));

constexpr ConstantRow kConstants[] = {
    {"OPENSSL_ALGO_MD4", 3},
    {"OPENSSL_ALGO_MD5", 2},
    {"OPENSSL_ALGO_RMD160", 10},
    {"OPENSSL_ALGO_SHA1", 1},
    {"OPENSSL_ALGO_SHA224", 6},
    {"OPENSSL_ALGO_SHA256", 7},
    {"OPENSSL_ALGO_SHA384", 8},
    {"OPENSSL_ALGO_SHA512", 9},
    {"OPENSSL_CIPHER_3DES", 4},
    {"OPENSSL_CIPHER_AES_128_CBC", 5},
    {"OPENSSL_CIPHER_AES_192_CBC", 6},
    {"OPENSSL_CIPHER_AES_256_CBC", 7},
    {"OPENSSL_CIPHER_DES", 3},
    {"OPENSSL_CIPHER_RC2_128", 1},
    {"OPENSSL_CIPHER_RC2_40", 0},
    {"OPENSSL_CIPHER_RC2_64", 2},
    {"OPENSSL_CMS_BINARY", 128},
    {"OPENSSL_CMS_DETACHED", 64},
    {"OPENSSL_CMS_NOATTR", 256},
    {"OPENSSL_CMS_NOCERTS", 2},
    {"OPENSSL_CMS_NOINTERN", 16},
    {"OPENSSL_CMS_NOSIGS", 12},
    {"OPENSSL_CMS_NOVERIFY", 32},
    {"OPENSSL_CMS_OLDMIMETYPE", 1024},
    {"OPENSSL_CMS_TEXT", 1},
    {"OPENSSL_DONT_ZERO_PAD_KEY", 4},
    {"OPENSSL_ENCODING_DER", 0},
    {"OPENSSL_ENCODING_PEM", 2},
    {"OPENSSL_ENCODING_SMIME", 1},
    {"OPENSSL_KEYTYPE_DH", 2},
    {"OPENSSL_KEYTYPE_DSA", 1},
    {"OPENSSL_KEYTYPE_EC", 3},
    {"OPENSSL_KEYTYPE_RSA", 0},
    {"OPENSSL_NO_PADDING", 3},
    {"OPENSSL_PKCS1_OAEP_PADDING", 4},
    {"OPENSSL_PKCS1_PADDING", 1},
    {"OPENSSL_RAW_DATA", 1},
    {"OPENSSL_TLSEXT_SERVER_NAME", 1},
    {"OPENSSL_VERSION_NUMBER", int64_t{0x300000f0}},
    {"OPENSSL_VERSION_TEXT", VersionText},
    {"OPENSSL_ZERO_PADDING", 2},
    {"PKCS7_BINARY", 128},
    {"PKCS7_DETACHED", 64},
    {"PKCS7_NOATTR", 256},
    {"PKCS7_NOCERTS", 2},
    {"PKCS7_NOCHAIN", 8},
    {"PKCS7_NOINTERN", 16},
    {"PKCS7_NOOLDMIMETYPE", 1024},
    {"PKCS7_NOSIGS", 4},
    {"PKCS7_NOVERIFY", 32},
    {"PKCS7_TEXT", 1},
    {"X509_PURPOSE_ANY", 7},
    {"X509_PURPOSE_CRL_SIGN", 6},
    {"X509_PURPOSE_NS_SSL_SERVER", 3},
    {"X509_PURPOSE_OCSP_HELPER", 8},
    {"X509_PURPOSE_SMIME_ENCRYPT", 5},
    {"X509_PURPOSE_SMIME_SIGN", 4},
    {"X509_PURPOSE_SSL_CLIENT", 1},
    {"X509_PURPOSE_SSL_SERVER", 2},
    {"X509_PURPOSE_TIMESTAMP_SIGN", 9},
};
static_assert(SortedByName(kConstants));

}  // namespace

void KeepCryptoErrors() {
  while (unsigned long error = Crypto().ERR_get_error()) {
    Errors().push_back(error);
    if (Errors().size() > kMostErrors) Errors().pop_front();
  }
}

constinit const BuiltinTable kCipherFunctions(kRows);
const std::span<const ConstantRow> kOpensslConstants = kConstants;

}  // namespace tusk
