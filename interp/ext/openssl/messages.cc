// Containers and messages of the openssl extension: PKCS#12, PKCS#7 and CMS (S/MIME), envelopes, and checks
// of certificates against authorities.
#include <sys/stat.h>

#include <string>
#include <vector>

#include "interp/ext/library_tables.h"
#include "interp/ext/openssl/lib.h"
#include "interp/ext/support.h"

namespace tusk {
namespace {

constexpr int kDetached = 64;                      // PKCS7_DETACHED, also of CMS
constexpr int64_t kDer = 0, kSmime = 1, kPem = 2;  // OPENSSL_ENCODING_*

// Warns (unless it is null), keeps OpenSSL's errors, and returns false.
void Fail(Value* result, const char* why, Value value = Value(false)) {
  KeepCryptoErrors();
  if (why && !HasException()) FunctionWarning("%s", why);
  if (!HasException()) *result = value;
}

void FreeCertificateStack(void* stack) {
  Crypto().OPENSSL_sk_pop_free(stack, [](void* x) { Crypto().X509_free(static_cast<X509*>(x)); });
}
// Certificates in their order; owned.
class Stack {
 public:
  Stack() = default;
  explicit Stack(void* stack) : stack_(stack) {}
  ~Stack() {
    if (stack_) FreeCertificateStack(stack_);
  }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;
  void Add(X509* x) {
    if (!stack_) stack_ = Crypto().OPENSSL_sk_new_null();
    Crypto().OPENSSL_sk_push(stack_, x);
  }
  operator void*() const { return stack_; }

 private:
  void* stack_ = nullptr;
};
// All certificates of a PEM file. False: said why.
bool ReadAll(const char* file, Stack* stack) {
  Held<Bio> bio(Crypto().BIO_new_file(file, "r"), FreeBio);
  if (!bio) {
    KeepCryptoErrors();
    FunctionWarning("Error opening the file, %s", file);
    return false;
  }
  int n = 0;
  while (X509* x = Crypto().PEM_read_bio_X509(bio, nullptr, nullptr, nullptr)) {
    stack->Add(x);
    ++n;
  }
  KeepCryptoErrors();
  if (n == 0) FunctionWarning("No certificates in file, %s", file);
  return n > 0;
}
// A certificate, or several in an array. False: one is none.
bool ReadSome(const Value& from, Stack* stack) {
  Value v = Deref(from);
  if (!v.IsArray()) {
    X509* x = ReadCertificate(v);
    if (x) stack->Add(x);
    return x;
  }
  for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
    X509* x = ReadCertificate(Deref(ValueAt(v.arr, p)));
    if (!x) return false;
    stack->Add(x);
  }
  return true;
}
Array* Texts(void* stack) {
  Array* a = NewArray();
  for (int i = 0; stack && i < Crypto().OPENSSL_sk_num(stack); ++i)
    Append(a, CertificateText(static_cast<X509*>(Crypto().OPENSSL_sk_value(stack, i))));
  return a;
}

// The authorities that files and folders of an array name, or the system's.
void* NewStore(const Array* places) {
  const CryptoLibrary& lib = Crypto();
  void* store = lib.X509_STORE_new();
  if (!places || places->count == 0) {
    lib.X509_STORE_set_default_paths(store);
    return store;
  }
  for (uint32_t p = First(places); p != kEnd; p = Next(places, p)) {
    String* s = ToString(Deref(ValueAt(places, p)));
    if (!s) break;
    struct stat st;
    if (stat(s->data, &st) != 0) {
      FunctionWarning("Unable to stat %s", s->view());
    } else if (S_ISREG(st.st_mode)) {
      if (!lib.X509_STORE_load_file(store, s->data)) FunctionWarning("Error loading file %s", s->view());
    } else if (!lib.X509_STORE_load_path(store, s->data)) {
      FunctionWarning("Error loading directory %s", s->view());
    }
    Release(s);
  }
  KeepCryptoErrors();
  return store;
}

void CheckPurpose(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  Stack untrusted;
  if (!args.IsNull(3) && !ReadAll(args.Str(3)->data, &untrusted))
    return Fail(result, nullptr, Value(int64_t{-1}));
  Held<void> store(NewStore(args.Has(2) ? args.Arr(2) : nullptr), lib.X509_STORE_free);
  if (HasException()) return;
  Held<X509> x(ReadCertificateOrWarn(args[0]), lib.X509_free);
  if (!x) return Fail(result, nullptr, Value(int64_t{-1}));
  Held<void> context(lib.X509_STORE_CTX_new(), lib.X509_STORE_CTX_free);
  int status = -1;
  if (lib.X509_STORE_CTX_init(context, store, x, untrusted)) {
    if (args[1].i > 0 && !lib.X509_STORE_CTX_set_purpose(context, static_cast<int>(args[1].i))) {
      KeepCryptoErrors();
    } else {
      status = lib.X509_verify_cert(context);
    }
  }
  KeepCryptoErrors();
  if (status == 0 || status == 1) return Return(result, status == 1);
  Return(result, int64_t{status});
}
void X509ExportToFile(Args args, Value* result) {
  Held<X509> x(ReadCertificateOrWarn(args[0]), Crypto().X509_free);
  if (!x) return Fail(result, nullptr);
  MemoryBio out;
  if (args.Has(2) && !args.Bool(2)) Crypto().X509_print(out, x);
  Crypto().PEM_write_bio_X509(out, x);
  bool good = WriteTextFile(args.Str(1)->data, out.bytes());
  if (!good) FunctionWarning("Error opening file %s", args.View(1));
  KeepCryptoErrors();
  if (!HasException()) Return(result, good);
}

// --- PKCS#12

// The container's bytes, "" after a warning. Arguments: certificate, output, key, passphrase, options.
std::string Container(Args args) {
  const CryptoLibrary& lib = Crypto();
  auto failed = [](const char* why) {
    KeepCryptoErrors();
    if (why && !HasException()) FunctionWarning("%s", why);
    return std::string();
  };
  Held<X509> x(ReadCertificateOrWarn(args[0]), lib.X509_free);
  if (!x) return failed(nullptr);
  KeyHolder key(ReadKey(args[2], 2, true));
  if (!key) return failed("Cannot get private key from parameter 3");
  if (!lib.X509_check_private_key(x, key)) return failed("Private key does not correspond to cert");
  Array* options = args.Has(4) ? args.Arr(4) : nullptr;
  Value name = options ? Deref(GetStr(options, std::string_view("friendly_name"))) : Value();
  Value extra = options ? Deref(GetStr(options, std::string_view("extracerts"))) : Value();
  Stack more;
  if (!extra.IsUndef() && !ReadSome(extra, &more)) return failed(nullptr);
  Held<void> p12(lib.PKCS12_create(args.Str(3)->data, name.IsString() ? name.str->data : nullptr, key, x,
                                   more, 0, 0, 0, 0, 0),
                 lib.PKCS12_free);
  MemoryBio out;
  bool good = p12 && lib.i2d_PKCS12_bio(out, p12);
  KeepCryptoErrors();
  return good ? std::string(out.bytes()) : "";
}
void Pkcs12Export(Args args, Value* result) {
  std::string bytes = Container(args);
  if (HasException()) return;
  if (!bytes.empty()) AssignArgument(args, 1, Value(NewString(bytes)));
  Return(result, !bytes.empty());
}
void Pkcs12ExportToFile(Args args, Value* result) {
  std::string bytes = Container(args);
  if (HasException()) return;
  bool good = !bytes.empty() && WriteTextFile(args.Str(1)->data, bytes);
  if (!bytes.empty() && !good) FunctionWarning("Error opening file %s", args.View(1));
  if (!HasException()) Return(result, good);
}
void Pkcs12Read(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  Held<void> p12(lib.d2i_PKCS12_bio(MemoryBio(args.View(0)), nullptr), lib.PKCS12_free);
  if (!p12) return Fail(result, nullptr);
  Pkey* pkey = nullptr;
  X509* x = nullptr;
  void* more = nullptr;
  if (!lib.PKCS12_parse(p12, args.Str(2)->data, &pkey, &x, &more)) return Fail(result, nullptr);
  KeyHolder key(pkey);
  Held<X509> holder(x, lib.X509_free);
  Stack extra(more);
  Array* a = NewArray();
  if (x) SetStr(a, "cert", CertificateText(x));
  if (pkey) {
    MemoryBio out;
    if (lib.PEM_write_bio_PrivateKey(out, pkey, nullptr, nullptr, 0, nullptr, nullptr))
      SetStr(a, "pkey", Value(NewString(out.bytes())));
  }
  if (more && lib.OPENSSL_sk_num(more) > 0) SetStr(a, "extracerts", Value(Texts(more)));
  KeepCryptoErrors();
  AssignArgument(args, 1, Value(a));
  if (!HasException()) Return(result, true);
}

// --- PKCS#7 and CMS

Bio* OpenFile(std::string_view name, const char* mode) {
  Bio* bio = name.empty() ? nullptr : Crypto().BIO_new_file(std::string(name).c_str(), mode);
  KeepCryptoErrors();
  return bio;
}
// "Name: value" for string keys; what has none is a line as it is.
void WriteHeaders(Bio* out, Args args, uint32_t i) {
  if (args.IsNull(i)) return;
  for (uint32_t p = First(args.Arr(i)); p != kEnd; p = Next(args.Arr(i), p)) {
    String* s = ToString(Deref(ValueAt(args.Arr(i), p)));
    if (!s) return;
    ArrayKey key = KeyAt(args.Arr(i), p);
    std::string line = key.IsInt() ? "" : std::string(key.name->view()) + ": ";
    line += std::string(s->view()) + "\n";
    Crypto().BIO_write(out, line.data(), static_cast<int>(line.size()));
    Release(s);
  }
}
const Cipher* CipherOf(int64_t number) {
  static constexpr const char* kNames[] = {"rc2-40-cbc",   "rc2-cbc",     "rc2-64-cbc",  "des-cbc",
                                           "des-ede3-cbc", "aes-128-cbc", "aes-192-cbc", "aes-256-cbc"};
  if (number < 0 || number >= static_cast<int64_t>(std::size(kNames))) return nullptr;
  return Crypto().EVP_get_cipherbyname(kNames[number]);
}
int Flags(Args args, uint32_t i, int missing) { return static_cast<int>(args.Int(i, missing)); }

template <bool kCms>
void SignMessage(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  int flags = Flags(args, 5, kCms ? 0 : kDetached);
  int64_t encoding = kCms ? args.Int(6, kSmime) : kSmime;
  uint32_t others_at = kCms ? 7 : 6;
  KeyHolder key(ReadKey(args[3], 3, true));
  if (!key) return Fail(result, "Error getting private key");
  Held<X509> x(ReadCertificate(Deref(args[2])), lib.X509_free);
  if (!x) return Fail(result, HasException() ? nullptr : "X.509 Certificate cannot be retrieved");
  Stack others;
  if (!args.IsNull(others_at) && !ReadAll(args.Str(others_at)->data, &others)) return Fail(result, nullptr);
  Held<Bio> in(OpenFile(args.View(0), flags & 128 ? "rb" : "r"), FreeBio);
  if (!in) {
    FunctionWarning("Error opening input file %s!", args.View(0));
    return Fail(result, nullptr);
  }
  Held<Bio> out(OpenFile(args.View(1), "wb"), FreeBio);
  if (!out) {
    FunctionWarning("Error opening output file %s!", args.View(1));
    return Fail(result, nullptr);
  }
  Held<void> message(kCms ? lib.CMS_sign(x, key, others, in, static_cast<unsigned>(flags))
                          : lib.PKCS7_sign(x, key, others, in, flags),
                     kCms ? lib.CMS_ContentInfo_free : lib.PKCS7_free);
  if (!message)
    return Fail(result, kCms ? "Error creating CMS structure" : "Error creating PKCS7 structure!");
  lib.BIO_ctrl(in, 1, 0, nullptr);  // from the beginning
  bool good;
  if (encoding == kSmime) {
    WriteHeaders(out, args, 4);
    good =
        kCms ? lib.SMIME_write_CMS(out, message, in, flags) : lib.SMIME_write_PKCS7(out, message, in, flags);
  } else {
    good = encoding == kDer ? lib.i2d_CMS_bio_stream(out, message, in, flags)
                            : lib.PEM_write_bio_CMS_stream(out, message, in, flags);
  }
  KeepCryptoErrors();
  if (!HasException()) Return(result, good);
}

template <bool kCms>
void EncryptMessage(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  int flags = Flags(args, 4, 0);
  int64_t encoding = kCms ? args.Int(5, kSmime) : kSmime;
  Held<Bio> in(OpenFile(args.View(0), flags & 128 ? "rb" : "r"), FreeBio);
  if (!in) return Fail(result, nullptr);
  Held<Bio> out(OpenFile(args.View(1), "wb"), FreeBio);
  if (!out) return Fail(result, nullptr);
  Stack to;
  if (!ReadSome(args[2], &to)) return Fail(result, nullptr);
  const Cipher* cipher = CipherOf(args.Int(kCms ? 6 : 5, 5));
  if (!cipher) return Fail(result, "Failed to get cipher");
  Held<void> message(kCms ? lib.CMS_encrypt(to, in, cipher, static_cast<unsigned>(flags))
                          : lib.PKCS7_encrypt(to, in, cipher, flags),
                     kCms ? lib.CMS_ContentInfo_free : lib.PKCS7_free);
  if (!message) return Fail(result, nullptr);
  lib.BIO_ctrl(in, 1, 0, nullptr);
  bool good;
  if (encoding == kSmime) {
    WriteHeaders(out, args, 3);
    good =
        kCms ? lib.SMIME_write_CMS(out, message, in, flags) : lib.SMIME_write_PKCS7(out, message, in, flags);
  } else {
    good = encoding == kDer ? lib.i2d_CMS_bio_stream(out, message, in, flags)
                            : lib.PEM_write_bio_CMS_stream(out, message, in, flags);
  }
  KeepCryptoErrors();
  if (!HasException()) Return(result, good);
}

// The message in a file; `content` is what was signed when it stands apart. Null: could not be read.
template <bool kCms>
void* ReadMessage(Bio* in, int64_t encoding, Bio** content) {
  const CryptoLibrary& lib = Crypto();
  if (!kCms) return lib.SMIME_read_PKCS7(in, content);
  if (encoding == kDer) return lib.d2i_CMS_bio(in, nullptr);
  if (encoding == kPem) return lib.PEM_read_bio_CMS(in, nullptr, nullptr, nullptr);
  return lib.SMIME_read_CMS(in, content);
}

template <bool kCms>
void DecryptMessage(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  Held<X509> x(ReadCertificateOrWarn(args[2]), lib.X509_free);
  if (!x) return Fail(result, nullptr);
  KeyHolder key(ReadKey(args.IsNull(3) ? args[2] : args[3], args.IsNull(3) ? 2 : 3, true));
  if (!key) return Fail(result, "Unable to get private key");
  int64_t encoding = kCms ? args.Int(4, kSmime) : kSmime;
  Held<Bio> in(OpenFile(args.View(0), encoding == kDer ? "rb" : "r"), FreeBio);
  if (!in) return Fail(result, nullptr);
  Held<Bio> out(OpenFile(args.View(1), "wb"), FreeBio);
  if (!out) return Fail(result, nullptr);
  Bio* apart = nullptr;
  Held<void> message(ReadMessage<kCms>(in, encoding, &apart),
                     kCms ? lib.CMS_ContentInfo_free : lib.PKCS7_free);
  Held<Bio> holder(apart, FreeBio);
  bool good = message && (kCms ? lib.CMS_decrypt(message, key, x, nullptr, out, kDetached)
                               : lib.PKCS7_decrypt(message, key, x, out, kDetached));
  KeepCryptoErrors();
  Return(result, good);
}

template <bool kCms>
void ReadCertificates(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  // openssl_pkcs7_read() and openssl_cms_read() take the text itself.
  MemoryBio in(args.View(0));
  struct Pkcs7 {
    unsigned char* text;
    long length;
    int state, detached;
    void* type;
    struct Signed {
      void *version, *digests;
      void* certificates;
      void* revocations;
    }* signed_data;
  };
  Held<void> message(kCms ? lib.PEM_read_bio_CMS(in, nullptr, nullptr, nullptr)
                          : lib.PEM_read_bio_PKCS7(in, nullptr, nullptr, nullptr),
                     kCms ? lib.CMS_ContentInfo_free : lib.PKCS7_free);
  if (!message) return Fail(result, nullptr);
  Array* all;
  if (kCms) {
    Stack stack(lib.CMS_get1_certs(message));
    all = Texts(stack);
  } else {
    auto* p7 = static_cast<Pkcs7*>(static_cast<void*>(message));
    int nid = lib.OBJ_obj2nid(p7->type);
    constexpr int kSigned = 22, kSignedAndEnveloped = 24;
    void* certificates = nullptr;
    if (p7->signed_data && nid == kSigned) certificates = p7->signed_data->certificates;
    if (p7->signed_data && nid == kSignedAndEnveloped) certificates = p7->signed_data->certificates;
    all = Texts(certificates);
  }
  KeepCryptoErrors();
  AssignArgument(args, 1, Value(all));
  if (!HasException()) Return(result, true);
}

// Writes the signers' certificates; false: the file could not be opened.
bool WriteSigners(const char* file, void* signers) {
  const CryptoLibrary& lib = Crypto();
  std::string text;
  for (int i = 0; signers && i < lib.OPENSSL_sk_num(signers); ++i) {
    Value v = CertificateText(static_cast<X509*>(lib.OPENSSL_sk_value(signers, i)));
    text += v.str->view();
    Release(v);
  }
  return WriteTextFile(file, text);
}

void Pkcs7Verify(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  Value undecided(int64_t{-1});
  int flags = Flags(args, 1, 0) & ~kDetached;
  Stack others;
  if (!args.IsNull(4) && !ReadAll(args.Str(4)->data, &others)) return Fail(result, nullptr, undecided);
  Held<void> store(NewStore(args.Has(3) ? args.Arr(3) : nullptr), lib.X509_STORE_free);
  if (HasException()) return;
  Held<Bio> in(OpenFile(args.View(0), flags & 128 ? "rb" : "r"), FreeBio);
  if (!in) return Fail(result, nullptr, undecided);
  Bio* apart = nullptr;
  Held<void> p7(lib.SMIME_read_PKCS7(in, &apart), lib.PKCS7_free);
  Held<Bio> holder(apart, FreeBio);
  if (!p7) return Fail(result, nullptr, undecided);
  Held<Bio> content(args.IsNull(5) ? nullptr : OpenFile(args.View(5), "wb"), FreeBio);
  if (!args.IsNull(5) && !content) return Fail(result, nullptr, undecided);
  if (!lib.PKCS7_verify(p7, others, store, apart, content, flags)) {
    KeepCryptoErrors();
    return Return(result, false);
  }
  KeepCryptoErrors();
  if (!args.IsNull(6)) {
    Held<Bio> out(OpenFile(args.View(6), "wb"), FreeBio);
    if (!out || !lib.PEM_write_bio_PKCS7(out, p7)) {
      FunctionWarning("Failed to open a file %s", args.View(6));
      return Fail(result, nullptr, undecided);
    }
  }
  if (!args.IsNull(2)) {
    void* signers = lib.PKCS7_get0_signers(p7, others, flags);
    bool good = signers && WriteSigners(args.Str(2)->data, signers);
    if (signers) lib.OPENSSL_sk_free(signers);
    if (!good) {
      FunctionWarning("Signature OK, but cannot open %s for writing", args.View(2));
      return Fail(result, nullptr, undecided);
    }
  }
  Return(result, true);
}

void CmsVerify(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  int flags = Flags(args, 1, 0);
  int64_t encoding = args.Int(8, kSmime);
  bool apart_given = flags & kDetached && (encoding == kDer || encoding == kPem);
  if (apart_given && args.IsNull(7)) return Fail(result, "Detached signature file must be specified");
  Stack others;
  if (!args.IsNull(4) && !ReadAll(args.Str(4)->data, &others)) return Fail(result, nullptr);
  Held<void> store(NewStore(args.Has(3) ? args.Arr(3) : nullptr), lib.X509_STORE_free);
  if (HasException()) return;
  Held<Bio> file(OpenFile(args.View(0), "rb"), FreeBio);
  if (!file) return Fail(result, nullptr);
  Held<Bio> signature(apart_given ? OpenFile(args.View(7), "rb") : nullptr, FreeBio);
  if (apart_given && !signature) return Fail(result, nullptr);
  Bio* apart = nullptr;
  Held<void> cms(ReadMessage<true>(apart_given ? static_cast<Bio*>(signature) : file, encoding, &apart),
                 lib.CMS_ContentInfo_free);
  Held<Bio> holder(apart, FreeBio);
  if (!cms) return Fail(result, nullptr);
  Held<Bio> content(args.IsNull(5) ? nullptr : OpenFile(args.View(5), "wb"), FreeBio);
  if (!args.IsNull(5) && !content) return Fail(result, nullptr);
  Bio* what = apart_given ? static_cast<Bio*>(file) : apart;
  bool good = lib.CMS_verify(cms, others, store, what, content, static_cast<unsigned>(flags)) > 0;
  KeepCryptoErrors();
  if (!good) return Return(result, false);
  if (!args.IsNull(6)) {
    Held<Bio> out(OpenFile(args.View(6), "wb"), FreeBio);
    if (!out) return Fail(result, nullptr);
    if (!lib.PEM_write_bio_CMS_stream(out, cms, nullptr, 0)) return Fail(result, nullptr);
  }
  if (!args.IsNull(2)) {
    void* signers = lib.CMS_get0_signers(cms);
    bool written = WriteSigners(args.Str(2)->data, signers);
    if (signers) lib.OPENSSL_sk_free(signers);
    if (!written) {
      FunctionWarning("Signature OK, but cannot open %s for writing", args.View(2));
      return Fail(result, nullptr);
    }
  }
  Return(result, true);
}

// --- envelopes

void Seal(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  Array* keys = args.Arr(3);
  if (keys->count == 0) return ArgumentValueError(4, "must not be empty");
  const Cipher* cipher = lib.EVP_get_cipherbyname(args.Str(4)->data);
  if (!cipher) return Fail(result, "Unknown cipher algorithm");
  int iv_length = lib.EVP_CIPHER_get_iv_length(cipher);
  if (iv_length > 0 && !args.Has(5))
    return ArgumentValueError(6, "cannot be null for the chosen cipher algorithm");
  std::vector<Pkey*> pkeys;
  std::vector<std::string> sealed_keys;
  auto free_all = [&] {
    for (Pkey* k : pkeys) lib.EVP_PKEY_free(k);
  };
  int i = 0;
  for (uint32_t p = First(keys); p != kEnd; p = Next(keys, p)) {
    ++i;
    Pkey* key = ReadKey(ValueAt(keys, p), 3, false);
    if (!key) {
      if (!HasException()) FunctionWarning("Not a public key (%dth member of pubkeys)", i);
      free_all();
      return Fail(result, nullptr);
    }
    pkeys.push_back(key);
    sealed_keys.emplace_back(static_cast<size_t>(lib.EVP_PKEY_get_size(key)) + 1, '\0');
  }
  std::vector<unsigned char*> places;
  std::vector<int> lengths(pkeys.size());
  for (std::string& k : sealed_keys) places.push_back(Bytes(k.data()));
  std::string iv(static_cast<size_t>(iv_length), '\0');
  std::string out(args.View(0).size() + static_cast<size_t>(lib.EVP_CIPHER_get_block_size(cipher)) + 1, '\0');
  CipherCtx* context = lib.EVP_CIPHER_CTX_new();
  int n = 0, last = 0;
  bool good = lib.EVP_SealInit(context, cipher, places.data(), lengths.data(), Bytes(iv.data()), pkeys.data(),
                               static_cast<int>(pkeys.size())) > 0 &&
              lib.EVP_EncryptUpdate(context, Bytes(out.data()), &n, Bytes(args.View(0).data()),
                                    static_cast<int>(args.View(0).size())) &&
              lib.EVP_SealFinal(context, Bytes(out.data()) + n, &last);
  lib.EVP_CIPHER_CTX_free(context);
  free_all();
  KeepCryptoErrors();
  if (!good || n + last <= 0) return Return(result, false);
  out.resize(static_cast<size_t>(n + last));
  AssignArgument(args, 1, Value(NewString(out)));
  Array* list = NewArray();
  for (size_t k = 0; k < sealed_keys.size(); ++k)
    Append(list,
           Value(NewString(std::string_view(sealed_keys[k]).substr(0, static_cast<size_t>(lengths[k])))));
  AssignArgument(args, 2, Value(list));
  if (args.Has(5)) AssignArgument(args, 5, Value(NewString(iv)));
  if (!HasException()) Return(result, int64_t{n + last});
}
void Open(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  KeyHolder key(ReadKey(args[3], 3, true));
  if (!key) return Fail(result, "Unable to coerce parameter 4 into a private key");
  const Cipher* cipher = lib.EVP_get_cipherbyname(args.Str(4)->data);
  if (!cipher) return Fail(result, "Unknown cipher algorithm");
  int iv_length = lib.EVP_CIPHER_get_iv_length(cipher);
  if (iv_length > 0) {
    if (args.IsNull(5)) return ArgumentValueError(6, "cannot be null for the chosen cipher algorithm");
    if (args.View(5).size() != static_cast<size_t>(iv_length)) return Fail(result, "IV length is invalid");
  }
  std::string out(args.View(0).size() + 1, '\0');
  CipherCtx* context = lib.EVP_CIPHER_CTX_new();
  int n = 0, last = 0;
  bool good =
      lib.EVP_OpenInit(context, cipher, Bytes(args.View(2).data()), static_cast<int>(args.View(2).size()),
                       iv_length > 0 ? Bytes(args.View(5).data()) : nullptr, key) > 0 &&
      lib.EVP_DecryptUpdate(context, Bytes(out.data()), &n, Bytes(args.View(0).data()),
                            static_cast<int>(args.View(0).size())) &&
      lib.EVP_OpenFinal(context, Bytes(out.data()) + n, &last) > 0 && n + last > 0;
  lib.EVP_CIPHER_CTX_free(context);
  KeepCryptoErrors();
  if (good)
    AssignArgument(args, 1, Value(NewString(std::string_view(out).substr(0, static_cast<size_t>(n + last)))));
  if (!HasException()) Return(result, good);
}

void DhComputeKey(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  KeyHolder own(ReadKey(args[1], 1, true));
  constexpr int kDh = 28;
  if (!own || lib.EVP_PKEY_get_base_id(own) != kDh) return Fail(result, nullptr);
  KeyHolder peer(lib.EVP_PKEY_new());
  std::string out(static_cast<size_t>(lib.EVP_PKEY_get_size(own)), '\0');
  size_t n = out.size();
  PkeyCtx* context = lib.EVP_PKEY_CTX_new(own, nullptr);
  bool good = lib.EVP_PKEY_copy_parameters(peer, own) &&
              lib.EVP_PKEY_set1_encoded_public_key(peer, Bytes(args.View(0).data()), args.View(0).size()) &&
              lib.EVP_PKEY_derive_init(context) > 0 && lib.EVP_PKEY_derive_set_peer(context, peer) > 0 &&
              lib.EVP_PKEY_derive(context, Bytes(out.data()), &n) > 0;
  lib.EVP_PKEY_CTX_free(context);
  KeepCryptoErrors();
  if (!good) return Return(result, false);
  Return(result, std::string_view(out).substr(0, n));
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr uint16_t kWrites = kIo | Effects::kWritesArgs;
constexpr BuiltinRow kRows[] = {
    {"openssl_cms_decrypt",
     "(string $input_filename, string $output_filename, $certificate, $private_key = null, int $encoding = "
     "OPENSSL_ENCODING_SMIME): bool",
     kIo, DecryptMessage<true>},
    {"openssl_cms_encrypt",
     "(string $input_filename, string $output_filename, $certificate, ?array $headers, int $flags = 0, int "
     "$encoding = OPENSSL_ENCODING_SMIME, string|int $cipher_algo = OPENSSL_CIPHER_AES_128_CBC): bool",
     kIo, EncryptMessage<true>},
    {"openssl_cms_read", "(string $input_filename, &$certificates): bool", kWrites, ReadCertificates<true>},
    {"openssl_cms_sign",
     "(string $input_filename, string $output_filename, OpenSSLCertificate|string $certificate, "
     "$private_key, ?array $headers, int $flags = 0, int $encoding = OPENSSL_ENCODING_SMIME, ?string "
     "$untrusted_certificates_filename = null): bool",
     kIo, SignMessage<true>},
    {"openssl_cms_verify",
     "(string $input_filename, int $flags = 0, ?string $certificates = null, array $ca_info = [], ?string "
     "$untrusted_certificates_filename = null, ?string $content = null, ?string $pk7 = null, ?string "
     "$sigfile = null, int $encoding = OPENSSL_ENCODING_SMIME): bool",
     kIo, CmsVerify},
    {"openssl_dh_compute_key", "(string $public_key, OpenSSLAsymmetricKey $private_key): string|false", kIo,
     DhComputeKey},
    {"openssl_open",
     "(string $data, &$output, string $encrypted_key, $private_key, string $cipher_algo, ?string $iv = "
     "null): bool",
     kWrites, Open},
    {"openssl_pkcs12_export",
     "(OpenSSLCertificate|string $certificate, &$output, $private_key, string $passphrase, array $options = "
     "[]): bool",
     kWrites, Pkcs12Export},
    {"openssl_pkcs12_export_to_file",
     "(OpenSSLCertificate|string $certificate, string $output_filename, $private_key, string $passphrase, "
     "array $options = []): bool",
     kIo, Pkcs12ExportToFile},
    {"openssl_pkcs12_read", "(string $pkcs12, &$certificates, string $passphrase): bool", kWrites,
     Pkcs12Read},
    {"openssl_pkcs7_decrypt",
     "(string $input_filename, string $output_filename, $certificate, $private_key = null): bool", kIo,
     DecryptMessage<false>},
    {"openssl_pkcs7_encrypt",
     "(string $input_filename, string $output_filename, $certificate, ?array $headers, int $flags = 0, int "
     "$cipher_algo = OPENSSL_CIPHER_AES_128_CBC): bool",
     kIo, EncryptMessage<false>},
    {"openssl_pkcs7_read", "(string $data, &$certificates): bool", kWrites, ReadCertificates<false>},
    {"openssl_pkcs7_sign",
     "(string $input_filename, string $output_filename, OpenSSLCertificate|string $certificate, "
     "$private_key, ?array $headers, int $flags = PKCS7_DETACHED, ?string $untrusted_certificates_filename "
     "= null): bool",
     kIo, SignMessage<false>},
    {"openssl_pkcs7_verify",
     "(string $input_filename, int $flags, ?string $signers_certificates_filename = null, array $ca_info = "
     "[], ?string $untrusted_certificates_filename = null, ?string $content = null, ?string "
     "$output_filename = null): int|bool",
     kIo, Pkcs7Verify},
    {"openssl_seal",
     "(string $data, &$sealed_data, &$encrypted_keys, array $public_key, string $cipher_algo, &$iv = null): "
     "int|false",
     kWrites, Seal},
    {"openssl_x509_checkpurpose",
     "(OpenSSLCertificate|string $certificate, int $purpose, array $ca_info = [], ?string "
     "$untrusted_certificates_file = null): int|bool",
     kIo, CheckPurpose},
    {"openssl_x509_export_to_file",
     "(OpenSSLCertificate|string $certificate, string $output_filename, bool $no_text = true): bool", kIo,
     X509ExportToFile},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kMessageFunctions(kRows);

}  // namespace tusk
