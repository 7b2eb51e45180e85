// Snefru (Merkle) with 256 bits, by libmhash where the system has it.
#include <cstdint>

#include "interp/ext/hash/makers.h"
#include "interp/ext/library.h"

namespace tusk {
namespace {

// X(result, name, (parameters))
#define TUSK_MHASH_FUNCTIONS(X)                 \
  X(void*, mhash_init, (int))                   \
  X(int, mhash, (void*, const void*, uint32_t)) \
  X(void, mhash_deinit, (void*, void*))

struct MhashLibrary {
  TUSK_MHASH_FUNCTIONS(TUSK_LIBRARY_MEMBER)
  bool there = false;
};
const MhashLibrary& Mhash() {
  static const MhashLibrary loaded = [] {
    MhashLibrary functions;
    void* library = OpenOptionalLibrary({"libmhash.so.2"});
    if (!library) return functions;
    TUSK_MHASH_FUNCTIONS(TUSK_LIBRARY_LOAD)
    functions.there = functions.mhash_init && functions.mhash && functions.mhash_deinit;
    return functions;
  }();
  return loaded;
}

class SnefruDigest : public Digest {
 public:
  void Update(std::string_view bytes) override { data_.append(bytes); }
  std::string Finish() override {
    constexpr int kSnefru256 = 27;
    constexpr size_t kPiece = size_t{1} << 30;
    void* state = Mhash().mhash_init(kSnefru256);
    for (size_t at = 0; at < data_.size(); at += kPiece) {
      std::string_view piece = std::string_view(data_).substr(at, kPiece);
      Mhash().mhash(state, piece.data(), static_cast<uint32_t>(piece.size()));
    }
    std::string out(32, '\0');
    Mhash().mhash_deinit(state, out.data());
    return out;
  }
  std::unique_ptr<Digest> Copy() const override { return std::make_unique<SnefruDigest>(*this); }
  std::string Save() const override { return '.' + data_; }
  bool Load(std::string_view saved) override {
    if (!saved.starts_with('.')) return false;
    data_ = saved.substr(1);
    return true;
  }

 private:
  std::string data_;
};

}  // namespace

std::unique_ptr<Digest> MakeSnefru() { return std::make_unique<SnefruDigest>(); }
bool HasSnefru() { return Mhash().there; }

}  // namespace tusk
