// Closure objects: each owns a copy of its function, so that scope, static variables and $this are its own.
#include "interp/runtime/closure.h"

#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/teardown.h"
#include "interp/vm/arguments.h"
#include "interp/vm/closure_copy.h"
#include "interp/vm/leave.h"

namespace tusk {

namespace {

size_t FunctionBytes(const Function* f) {
  if (f->Is(FunctionFlags::kTrampoline)) return sizeof(Trampoline);
  return f->kind == FunctionKind::kUser ? sizeof(OpArray) : sizeof(Builtin);
}

// Whether the copy has a run-time cache that no other function shares.
constexpr uint32_t kOwnCache = 1u << 31;  // in the closure object's flags

}  // namespace

Class* ClosureClass() {
  static Class* c = FindClass("Closure", false);
  return c;
}

Object* NewClosure(Function* f, Class* scope, Class* called_class, Object* self) {
  Object* o = NewObjectUnchecked(ClosureClass());
  Closure* closure = ClosureOf(o);
  size_t bytes = FunctionBytes(f);
  // Bitwise: vectors and names belong to the original, which lives as long as the process.
  auto* copy = static_cast<Function*>(Allocate(bytes));
  bool user = f->kind == FunctionKind::kUser;
  if (user) PrepareOpArray(&g_vm, static_cast<OpArray*>(f));
  std::memcpy(static_cast<void*>(copy), static_cast<const void*>(f), bytes);
  copy->flags |= FunctionFlags::kClosure;
  copy->closure = o;
  if (f->Is(FunctionFlags::kTrampoline)) Retain(copy->name);
  if (user) {
    auto* a = static_cast<OpArray*>(copy);
    if (a->static_variables && f->Is(FunctionFlags::kFakeClosure)) {
      Retain(a->static_variables);
    } else if (a->static_variables) {
      a->static_variables = CopyArray(a->static_variables);
    }
    if (scope != f->scope || (f->closure && (f->closure->flags & kOwnCache))) {
      // What a cache knows depends on the scope. Another closure's own goes with that closure.
      size_t words = a->cache_slots ? a->cache_slots : 1;
      a->cache = static_cast<void**>(std::calloc(words, sizeof(void*)));
      o->flags |= kOwnCache;
    }
  }
  copy->scope = scope;
  closure->function = copy;
  if (self) {
    Retain(self);
    closure->self = Value(self);
  } else if (called_class) {
    closure->self = Value::Pointer(called_class);
  }
  return o;
}

void MakeFakeClosure(Object* closure, Function* f) {
  Function* copy = ClosureOf(closure)->function;
  copy->flags |= FunctionFlags::kFakeClosure;
  if (f->kind != FunctionKind::kUser) return;
  Array* shared = static_cast<OpArray*>(f)->static_variables;
  if (!shared) return;
  Retain(shared);
  Release(Value(std::exchange(static_cast<OpArray*>(copy)->static_variables, shared)));
}

void DestroyClosure(Object* o) {
  Closure* closure = ClosureOf(o);
  Function* f = closure->function;
  if (!f) return;
  closure->function = nullptr;
  if (f->kind == FunctionKind::kUser) {
    auto* a = static_cast<OpArray*>(f);
    if (o->flags & kOwnCache) std::free(a->cache);
    if (a->static_variables) Release(Value(a->static_variables));
  }
  Value self = closure->self;
  closure->self.type = Type::kUndef;
  if (self.IsObject()) Release(self);
  if (closure->origin) Release(Value(closure->origin));
  if (f->Is(FunctionFlags::kTrampoline)) Release(f->name);
  Free(f, FunctionBytes(f));
}

void TraceClosure(Object* o, void (*visit)(Value*, void*), void* context) {
  Closure* closure = ClosureOf(o);
  if (!closure->function) return;
  if (closure->self.IsObject()) visit(&closure->self, context);
  if (closure->function->kind == FunctionKind::kUser && !closure->function->Is(FunctionFlags::kFakeClosure)) {
    auto* a = static_cast<OpArray*>(closure->function);
    // The array is the closure's alone (see NewClosure): what it holds counts as held by the closure.
    if (Array* variables = a->static_variables) {
      for (uint32_t p = First(variables); p != kEnd; p = Next(variables, p)) {
        Value v = Get(variables, KeyAt(variables, p));
        visit(&v, context);
      }
    }
  }
}

void CloneClosure(Object* to, Object* from) {
  Closure* old = ClosureOf(from);
  Class* called = old->self.type == Type::kPointer ? static_cast<Class*>(old->self.ptr) : nullptr;
  Object* made = NewClosure(old->function, old->function->scope, called, old->this_object());
  // Takes the new closure's content over; its shell goes.
  std::memcpy(static_cast<void*>(ClosureOf(to)), static_cast<void*>(ClosureOf(made)), sizeof(Closure));
  to->flags |= made->flags & kOwnCache;
  ClosureOf(to)->function->closure = to;
  std::memset(static_cast<void*>(ClosureOf(made)), 0, sizeof(Closure));
  Release(Value(made));
}

#ifdef TUSK_CHECKS
namespace {
std::vector<OpArray*> g_trait_copies;
const TeardownStep kRelease([] {
  for (OpArray* f : g_trait_copies) {
    ReleaseStatics(f);
  }
});
}  // namespace
#endif

Function* CopyFunctionForTrait(const Function* f) {
  size_t bytes = FunctionBytes(f);
  auto* copy = static_cast<Function*>(std::malloc(bytes));
  std::memcpy(static_cast<void*>(copy), static_cast<const void*>(f), bytes);
  if (f->kind == FunctionKind::kUser) {
    auto* a = static_cast<OpArray*>(copy);
    a->cache = nullptr;  // made at the first call
    if (a->static_variables) a->static_variables = CopyArray(a->static_variables);
#ifdef TUSK_CHECKS
    g_trait_copies.push_back(a);
#endif
  }
  return copy;
}

uint32_t FunctionLine(const Function* f) {
  return f->kind == FunctionKind::kUser ? static_cast<const OpArray*>(f)->line_start : 0;
}

bool SameCode(const Function* a, const Function* b) {
  if (a->kind != FunctionKind::kUser || b->kind != FunctionKind::kUser) return false;
  const Op* code = static_cast<const OpArray*>(a)->ops;
  return code && code == static_cast<const OpArray*>(b)->ops;
}

}  // namespace tusk
