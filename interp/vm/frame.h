// Call frames on the VM stack: an 80-byte header (five slots), then CVs (arguments first), TMPs, extra
// arguments.
#pragma once

#include "interp/runtime/object.h"
#include "interp/vm/op.h"

namespace tusk {

struct CallInfo {
  enum : uint32_t {
    kTop = 1u << 0,          // entered from C++: leaving it leaves the execute loop
    kReleaseThis = 1u << 1,  // the frame owns a reference to $this
    kClosure = 1u << 2,      // the frame owns a reference to the closure that holds its function
    kConstructor = 1u << 3,  // NEW: the object is discarded if the constructor throws
    kHasExtraArgs = 1u << 4,
    kHasNamedExtra = 1u << 5,  // until RECV_VARIADIC, `symbols` is the array of unknown named arguments
    kHasSymbolTable = 1u << 6,
    kCode = 1u << 7,  // include, eval, main: shares the caller's variables
    kTrampoline = 1u << 8,
    kMayHaveUndef = 1u << 9,  // named arguments skipped some: CHECK_UNDEF_ARGS
    kGenerator = 1u << 10,
    kDynamic = 1u << 11,
    kPageStart = 1u << 12,  // first frame of a stack page: leaving it frees the page
    kInternal = 1u << 13,   // frame of a builtin function
    kSendRefs = 1u << 14,
    // Its execute loop is in a call from a trace, which may keep variables of the loop's frames elsewhere.
    kInTrace = 1u << 15,
  };
};

struct Frame {
  const Op* op;   // saved opline: the running one wherever something may look; see DESIGN rules
  Frame* call;    // innermost call being prepared (INIT_*), linked by its prev
  Value* result;  // where the return value goes (owned), or null
  Function* func;
  Value self;          // kObject: $this; kPointer: called class; kUndef: neither
  Frame* prev;         // caller; while being prepared: the next outer prepared call
  Array* symbols;      // symbol table, or null; names map to kIndirect CV slots
  void** cache;        // run-time cache of the op array
  uint32_t info;       // CallInfo
  uint32_t arg_count;  // passed

  Value* slots() { return reinterpret_cast<Value*>(this + 1); }
  Value* At(uint32_t byte_offset) {
    return reinterpret_cast<Value*>(reinterpret_cast<char*>(this) + byte_offset);
  }
  OpArray* op_array() const { return static_cast<OpArray*>(func); }
  bool IsUser() const { return func->kind == FunctionKind::kUser; }
  Object* this_object() const { return self.type == Type::kObject ? self.obj : nullptr; }
  // What static:: means here, or null.
  Class* called_class() const {
    if (self.type == Type::kObject) return self.obj->cls;
    return self.type == Type::kPointer ? static_cast<Class*>(self.ptr) : nullptr;
  }
};
static_assert(sizeof(Frame) == kFrameHeaderBytes);

// Slots that a call to `f` with `argc` arguments needs beyond the header.
inline uint32_t FrameSlots(const Function* f, uint32_t argc) {
  if (f->kind == FunctionKind::kBuiltin) return argc > f->arg_count ? argc : f->arg_count;
  const auto* a = static_cast<const OpArray*>(f);
  uint32_t extra = argc > f->arg_count ? argc - f->arg_count : 0;
  return a->cv_count + a->tmp_count + extra;
}

}  // namespace tusk
