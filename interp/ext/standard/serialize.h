// PHP's serialization format.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interp/ext/support.h"

namespace tusk {

// Of what names of classes are made of here; the null byte is in those of anonymous ones.
inline bool IsClassNameByte(char byte) {
  auto c = static_cast<unsigned char>(byte);
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '\\' ||
         c >= 0x7f || c == 0;
}

struct UnserializeOptions {
  bool all_classes = true;
  std::vector<std::string> classes;  // lowercase; used when all_classes is false
  int64_t max_depth = 4096;          // 0: no limit
};

// False: something was thrown.
bool SerializeValue(const Value& v, StringBuilder* out);
// *result is owned. False for malformed text or when something was thrown. `told` gets where the text is
// malformed (`read` is false) or goes on after the value, before the objects read so far wake up.
bool Unserialize(std::string_view text, const UnserializeOptions& options, Value* result,
                 absl::FunctionRef<void(size_t offset, bool read)> told);

// Several values of one text, numbered as if they were elements of one array, with signs of their own between
// them: what serialize() and unserialize() of builtin classes write and read. In a serialize() or
// unserialize() under way they go on counting where that stands.
class ValueWriter {
 public:
  explicit ValueWriter(StringBuilder* out);
  ~ValueWriter();
  bool Write(const Value& v);  // false: something was thrown

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};
class ValueReader {
 public:
  explicit ValueReader(std::string_view text);
  ~ValueReader();
  const Value* Read();  // lives as long as the reader; null: malformed, or something was thrown
  bool Take(char c);
  bool Sees(std::string_view characters) const;  // one of them is next
  void StepBack();                               // by one character
  bool AtEnd() const;
  // Wakes up the objects. Not `ok`: the text is malformed here, which is thrown unless something else was.
  void Finish(bool ok);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Gives an object the properties that an array names (private ones as "\0Class\0name"), but for those in
// `skip` (separated by spaces). May raise.
void RestoreProperties(Object* o, const Array* from, std::string_view skip);

// Whether a class brings serialize() and unserialize() methods: the interface Serializable.
bool IsSerializable(const Class* c);

}  // namespace tusk
