// Shared pieces of builtin functions.
#include "interp/ext/support.h"

#include "interp/runtime/object.h"

namespace tusk {

void RefuseConstruction(Args args, const char* function) {
  Class* c = args.frame->this_object()->cls;
  ThrowError("Cannot directly construct %s, use %s() instead", c->name->view(), function);
}

void AssignArgument(Args args, uint32_t i, Value v) {
  if (i >= args.count || !args[i].IsReference()) {
    Release(v);
    return;
  }
  AssignToReference(args[i].ref, v);
}

void AssignToReference(Reference* ref, Value v) {
  if (ref->constraints) {
    AssignToTypedReference(ref, v, false);
    return;
  }
  Value old = ref->value;
  ref->value = v;
  Release(old);
}

String* StringBuilder::Finish() {
  String* s = s_;
  s_ = nullptr;
  if (length_ <= 1) {
    String* shared = length_ == 0 ? EmptyString() : CharString(static_cast<unsigned char>(s->data[0]));
    s->length = length_;
    Release(s);
    return shared;
  }
  s->length = length_;
  s->data[length_] = 0;
  s->hash = 0;
  return s;
}

void StringBuilder::Grow(size_t more) {
  size_t capacity = capacity_ + capacity_ / 2;
  // No room to spare where memory_limit leaves none.
  bool tight = capacity > g_heap.limit - std::min(g_heap.limit, MemoryTaken());
  if (tight || capacity < length_ + more) capacity = length_ + more;
  String* bigger = NewStringWithCapacity(0, capacity);
  std::memcpy(bigger->data, s_->data, length_);
  s_->length = 0;
  Release(s_);
  s_ = bigger;
  capacity_ = bigger->capacity;
}

bool Callback::CallBool(uint32_t argc, const Value* argv) const {
  Value result;
  if (!Call(argc, argv, &result)) return false;
  bool b = ToBool(result);
  Release(result);
  return b;
}

bool RefusesNul(Args args, uint32_t i) {
  if (i >= args.count || !args[i].IsString() || args.View(i).find('\0') == std::string_view::npos)
    return false;
  ArgumentValueError(i + 1, "must not contain any null bytes");
  return true;
}

}  // namespace tusk
