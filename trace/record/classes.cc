// Guards on classes. Most sites meet one class, which one comparison guards, and which says all about the
// object from there on. Methods of base classes run for objects of many: what their own code knows of $this
// holds for every class that extends theirs. And where guards failed in several traces, the next one
// asks what is needed of the class and not which one it is: else each class would get a trace of its own.
#include "interp/vm/arguments.h"
#include "trace/record/common.h"
#include "trace/runtime_calls.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

namespace {

IrRef ClassOfObject(Recorder& r, IrRef object) { return r.ir().FLoad(object, ir::Field::kObjectClass); }

// Is the object guarded to be of its class already?
bool IsKnown(Recorder& r, IrRef object, const Class* c) {
  IrRef same = r.ir().Emit(IrOp::PEQ, ClassOfObject(r, object), r.ClassConstantRef(c));
  return r.ir().KnownBool(same) == ir::kTrueRef;
}

// The scope of the method that runs, whose $this is of this class or of one that extends it; else null.
Class* ScopeOfThis(Recorder& r, const Object* self) {
  const Function* f = r.frame()->func;
  if (f->closure || f->Is(FunctionFlags::kClosure) || !f->scope || !InstanceOf(self->cls, f->scope))
    return nullptr;
  return f->scope;
}

}  // namespace

void GuardClass(Recorder& r, IrRef object, const Class* c) {
  r.GuardPointer(ClassOfObject(r, object), ir::ConstKind::kClass, c, c->name->view());
}

bool GuardSlot(Recorder& r, IrRef object, const Object* now, bool is_this, PropertyInfo** info) {
  Class* c = now->cls;
  if (IsKnown(r, object, c)) return true;
  ir::Builder& ir = r.ir();
  constexpr uint32_t kOwnRules = PropertyFlags::kReadonly | PropertyFlags::kProtectedSet |
                                 PropertyFlags::kPrivateSet | PropertyFlags::kVirtual |
                                 PropertyFlags::kChanged;
  Class* scope = is_this ? ScopeOfThis(r, now) : nullptr;
  if (scope && !c->Is(ClassFlags::kHasHooks)) {
    PropertyInfo* const* found = scope->properties.Find((*info)->name->view());
    bool same = found && (*found)->slot == (*info)->slot && !((*found)->flags & FunctionFlags::kStatic) &&
                !((*found)->flags & kOwnRules);
    if (same) {
      *info = *found;
      bool own = ((*info)->flags & FunctionFlags::kPrivate) && (*info)->scope == scope;
      if (!own && !scope->Is(ClassFlags::kFinal)) {
        // A class that extends this one may have given the property hooks.
        IrRef flags = ir.FLoad(ClassOfObject(r, object), ir::Field::kClassFlags);
        IrRef hooks = ir.Emit(IrOp::AND, flags, ir.KInt(static_cast<int64_t>(ClassFlags::kHasHooks)));
        ir.GuardTrue(ir.Emit(IrOp::EQ, hooks, ir.KInt(0)));
      }
      return false;
    }
  }
  if (r.FailedBefore() && (*info)->slot < c->slot_count && c->slot_info[(*info)->slot] == *info) {
    IrRef declaration = ir.KPtr(ir::ConstKind::kPointer, *info, "property");
    ir.GuardTrue(ir.Call(ir::CallId::kSlotIs, {ClassOfObject(r, object), declaration}));
    return false;
  }
  GuardClass(r, object, c);
  return true;
}

void GuardNoMagicSet(Recorder& r, IrRef object) {
  ir::Builder& ir = r.ir();
  IrRef set = ir.FLoad(ClassOfObject(r, object), ir::Field::kClassSet);
  ir.GuardTrue(ir.Emit(IrOp::PEQ, set, ir.trace().KNullPtr()));
}

void GuardMethod(Recorder& r, IrRef object, const Object* now, bool is_this, String* lower_name,
                 const Function* f) {
  Class* c = now->cls;
  if (IsKnown(r, object, c)) return;
  if (Class* scope = is_this ? ScopeOfThis(r, now) : nullptr) {
    bool fixed =
        f->Is(FunctionFlags::kPrivate)
            ? f->scope == scope
            : InstanceOf(scope, f->scope) && (f->Is(FunctionFlags::kFinal) || scope->Is(ClassFlags::kFinal));
    if (fixed) return;
  }
  if (!r.FailedBefore() || !lower_name->Interned()) return GuardClass(r, object, c);
  ir::Builder& ir = r.ir();
  Class* scope = r.function()->scope;
  IrRef in = scope ? r.ClassConstantRef(scope) : ir.trace().KNullPtr();
  IrRef found =
      ir.Call(ir::CallId::kMethodFind, {ClassOfObject(r, object), r.ConstantOf(Value(lower_name)), in});
  ir.GuardTrue(ir.Emit(IrOp::PEQ, found, r.FunctionConstant(f)));
}

void GuardAccepted(Recorder& r, IrRef object, const Object* now, const TypeDecl* type, Class* scope) {
  if (!r.FailedBefore() || IsKnown(r, object, now->cls)) return GuardClass(r, object, now->cls);
  ir::Builder& ir = r.ir();
  IrRef in = scope ? r.ClassConstantRef(scope) : ir.trace().KNullPtr();
  ir.GuardTrue(
      ir.Call(ir::CallId::kTypeAccepts, {object, ir.KPtr(ir::ConstKind::kPointer, type, "type"), in}));
}

IrRef IsInstance(Recorder& r, IrRef object, const Object* now, const Class* c) {
  if (!r.FailedBefore() || IsKnown(r, object, now->cls)) {
    GuardClass(r, object, now->cls);
    return ir::BoolRef(InstanceOf(now->cls, c));
  }
  return r.ir().Call(ir::CallId::kInstanceOf, {ClassOfObject(r, object), r.ClassConstantRef(c)});
}

}  // namespace tusk::trace
