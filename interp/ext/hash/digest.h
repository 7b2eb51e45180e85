// Hash algorithms by name, as hash() knows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tusk {

// A running digest. Implementations follow RFC 1321 (md5), FIPS 180-4 (sha), the usual CRC-32 polynomials,
// RFC 1950 (adler32), Fowler/Noll/Vo, Jenkins' one-at-a-time; the others name their sources in their files.
class Digest {
 public:
  virtual ~Digest() = default;
  virtual void Update(std::string_view bytes) = 0;
  virtual std::string Finish() = 0;  // raw bytes; the object is used up
  virtual std::unique_ptr<Digest> Copy() const = 0;
  // All that is remembered; empty: cannot be saved.
  virtual std::string Save() const { return {}; }
  virtual bool Load(std::string_view) { return false; }  // false: nothing that Save() makes
  // For algorithms that know them: a number to start from, a secret to mix in.
  virtual void Seed(uint64_t) {}
  virtual bool SetSecret(std::string_view) { return false; }
};

struct HashAlgorithm {
  const char* name;
  size_t block_size;  // bytes, for HMAC; 0: not a cryptographic hash
  std::unique_ptr<Digest> (*make)();
  bool (*is_there)() = nullptr;  // null: always
};
// Null when there is none of that name (lower case).
const HashAlgorithm* FindHashAlgorithm(std::string_view name);
const HashAlgorithm* AllHashAlgorithms(size_t* count);  // also those that are not there

std::string Md5(std::string_view bytes);
std::string Sha1(std::string_view bytes);
uint32_t Crc32(std::string_view bytes);
std::string ToHex(std::string_view bytes);
void ToHex(std::string_view bytes, char* to);

}  // namespace tusk
