// What the bodies of builtin functions share: results, string building, callbacks.
#pragma once

#include <string_view>

#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/string.h"
#include "interp/vm/builtin.h"
#include "interp/vm/call.h"

namespace tusk {

using Effects = BuiltinEffects;

inline void Return(Value* result, int64_t v) { *result = Value(v); }
inline void Return(Value* result, uint64_t v) { *result = Value(static_cast<int64_t>(v)); }
inline void Return(Value* result, int v) { *result = Value(static_cast<int64_t>(v)); }
inline void Return(Value* result, uint32_t v) { *result = Value(static_cast<int64_t>(v)); }
inline void Return(Value* result, bool v) { *result = Value(v); }
inline void Return(Value* result, double v) { *result = Value(v); }
inline void Return(Value* result, String* v) { *result = Value(v); }  // takes over
inline void Return(Value* result, Array* v) { *result = Value(v); }   // takes over
inline void Return(Value* result, std::string_view v) { *result = Value(NewString(v)); }
inline void Return(Value* result, const char* v) { *result = Value(NewString(std::string_view(v))); }
inline void Return(Value* result, Value v) = delete;
// The result is an argument itself.
inline void ReturnCopy(Value* result, const Value& v) { *result = CopyDeref(v); }

// Stores an owned value into the variable that by-reference argument `i` stands for (dropped when it was
// omitted).
void AssignArgument(Args args, uint32_t i, Value v);
void AssignToReference(Reference* ref, Value v);
// The array in by-reference argument `i`, ready to be changed in place.
inline Array* WritableArray(Args args, uint32_t i) { return Separate(&args[i].ref->value); }
// Holds a copy for the time of user code, then leaves the place alone.
inline Array* ArrayOfReference(Args args, uint32_t i) { return args[i].ref->value.arr; }

// The body of a class's `constructor` row, where only functions make objects: "Cannot directly construct
// Class, use function() instead".
void RefuseConstruction(Args args, const char* function);

// A string that C functions will see: true, with PHP's ValueError, when argument `i` holds a null byte.
bool RefusesNul(Args args, uint32_t i);
// The body for a row whose arguments kArguments (from 0) must not hold null bytes: names of files and hosts,
// commands.
template <void (*kBody)(Args, Value*), uint32_t... kArguments>
void WithoutNul(Args args, Value* result) {
  if ((RefusesNul(args, kArguments) || ...)) return;
  kBody(args, result);
}

// A string in the making.
class StringBuilder {
 public:
  explicit StringBuilder(size_t capacity = 64) : s_(NewStringWithCapacity(0, capacity < 16 ? 16 : capacity)) {
    capacity_ = s_->capacity;
  }
  ~StringBuilder() {
    if (s_) {
      s_->length = length_;
      Release(s_);
    }
  }
  StringBuilder(const StringBuilder&) = delete;
  StringBuilder& operator=(const StringBuilder&) = delete;

  void Append(std::string_view bytes) {
    if (TUSK_UNLIKELY(bytes.size() > capacity_ - length_)) Grow(bytes.size());
    if (bytes.empty()) return;  // and may be a null pointer
    std::memcpy(s_->data + length_, bytes.data(), bytes.size());
    length_ += bytes.size();
  }
  void Append(char c) {
    if (TUSK_UNLIKELY(capacity_ == length_)) Grow(1);
    s_->data[length_++] = c;
  }
  void Append(size_t count, char c) {
    if (count > capacity_ - length_) Grow(count);
    std::memset(s_->data + length_, c, count);
    length_ += count;
  }
  void AppendInt(int64_t v) {
    char text[24];
    Append(std::string_view(text, FormatInt(v, text)));
  }
  // As echo prints it, or with precision -1 the shortest text that reads back the same.
  void AppendFloat(double v, int precision, bool zero_fraction = false) {
    char text[512];
    Append(std::string_view(text, FormatFloat(v, precision, text, sizeof text, zero_fraction)));
  }
  size_t size() const { return length_; }
  std::string_view view() const { return {s_->data, length_}; }
  char* data() { return s_->data; }
  void Truncate(size_t length) { length_ = length; }
  // The finished string, owned by the caller. The builder is empty afterwards and must not be used.
  String* Finish();

 private:
  void Grow(size_t more);
  String* s_;
  size_t length_ = 0;
  size_t capacity_;
};

// A callable argument resolved once for many calls.
class Callback {
 public:
  explicit Callback(const Value& v) { ResolveCallable(v, &callable_); }
  ~Callback() { ReleaseCallable(&callable_); }
  Callback(const Callback&) = delete;
  Callback& operator=(const Callback&) = delete;
  // Arguments are borrowed; *result is owned, kUndef when something was thrown (then false).
  bool Call(uint32_t argc, const Value* argv, Value* result) const {
    CallFunction(callable_.function, callable_.self, callable_.called_scope, argc, argv, result);
    return !HasException();
  }
  // The answer as a boolean; false also when something was thrown.
  bool CallBool(uint32_t argc, const Value* argv) const;
  const Callable& callable() const { return callable_; }

 private:
  Callable callable_;
};

}  // namespace tusk
