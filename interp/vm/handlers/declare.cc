// Declarations at run time: functions, closures, classes.
#include "interp/runtime/class_internal.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/signature_check.h"
#include "interp/vm/call.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {
namespace {

Transfer DeclareFunctionBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  OpArray* f = frame->op_array()->dynamic_functions[op->op2.num];
  String* lower = InternLower(f->name->view());
  if (!DeclareFunction(vm, lower, f)) {
    Function* other = FindFunction(lower->view());
    if (other && other->kind == FunctionKind::kUser) {
      auto* user = static_cast<OpArray*>(other);
      FatalErrorAt(absl::StrFormat("Cannot redeclare function %s() (previously declared in %s:%u)",
                                   f->name->view(), user->file->view(), user->line_start),
                   f->file, f->line_start);
    }
    FatalErrorAt(absl::StrFormat("Cannot redeclare function %s()", f->name->view()), f->file, f->line_start);
  }
  return Continue(frame);
}

Transfer DeclareLambdaFunctionBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  OpArray* f = frame->op_array()->dynamic_functions[op->op2.num];
  Object* self = f->Is(FunctionFlags::kStatic) ? nullptr : frame->this_object();
  *Result(frame, op) = Value(NewClosure(f, frame->func->scope, frame->called_class(), self));
  return Continue(frame);
}

void Declare(Frame* frame, const Op* op) {
  ClassDecl* decl = frame->op_array()->class_declarations[op->extended];
  if (decl->prototype->Is(ClassFlags::kLinked)) {
    // Bound when the file was loaded, or this declaration runs again.
    Class* c = decl->prototype;
    if (FindClass(c->lower_name, false) == c && !decl->bound_early) {
      FatalErrorAt("Cannot redeclare " + DeclaredBefore(c), c->file, c->line_start,
                   ErrorLevel::kCompileError);
    }
    decl->bound_early = false;
    CheckPending(c, true);
    return;
  }
  LinkClass(decl->prototype, decl->trait_rules);
}

Transfer DeclareClassBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Declare(frame, op);
  return Continue(frame);
}

Transfer DeclareAnonClassBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  ClassDecl* decl = frame->op_array()->class_declarations[op->extended];
  Class* c = decl->prototype;
  if (!c->Is(ClassFlags::kLinked)) LinkClass(c, decl->trait_rules);
  Value* result = Result(frame, op);
  result->ptr = c;
  result->type = Type::kPointer;
  return Continue(frame);
}

}  // namespace

TUSK_OPCODE(DeclareFunction, DeclareFunctionBody)
TUSK_OPCODE(DeclareLambdaFunction, DeclareLambdaFunctionBody)
TUSK_OPCODE(DeclareClass, DeclareClassBody)
TUSK_OPCODE(DeclareClassDelayed, DeclareClassBody)
TUSK_OPCODE(DeclareAnonClass, DeclareAnonClassBody)

}  // namespace tusk::handlers
