// Finding the class that an opline names.
#include "interp/vm/class_fetch.h"

#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"

namespace tusk {

Class* FetchScopeClass(Frame* frame, uint32_t fetch) {
  Class* scope = frame->func->scope;
  switch (fetch & ClassFetch::kMask) {
    case ClassFetch::kSelf:
      if (!scope) ThrowError("Cannot access \"self\" when no class scope is active");
      return scope;
    case ClassFetch::kParent:
      if (!scope) {
        ThrowError("Cannot access \"parent\" when no class scope is active");
        return nullptr;
      }
      if (!scope->parent) ThrowError("Cannot access \"parent\" when current class scope has no parent");
      return scope->parent;
    default: {
      Class* called = frame->called_class();
      if (!called) called = scope;
      if (!called) ThrowError("Cannot access \"static\" when no class scope is active");
      return called;
    }
  }
}

Class* FetchOperandClass(Frame* frame, const Op* op, Operand operand, uint8_t kind, void** cache) {
  switch (kind) {
    case kConst: {
      if (cache && *cache) return static_cast<Class*>(*cache);
      Class* c = FindClassOrThrow(op->Literal(operand)->str);
      if (cache) *cache = c;
      return c;
    }
    case kUnused: return FetchScopeClass(frame, operand.num);
    default: return static_cast<Class*>(frame->At(operand.num)->ptr);
  }
}

std::string ScopeText(const Class* scope) {
  return scope ? std::string("scope ") + scope->name->data : std::string("global scope");
}

}  // namespace tusk
