// Methods: flags, bodies, and the signatures of those that the engine calls itself.
#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"

namespace tusk {

namespace {

// Methods that an enum may not have.
bool IsForbiddenInEnum(std::string_view lower) {
  static constexpr std::string_view kNames[] = {
      "__construct", "__destruct", "__clone", "__sleep",    "__wakeup",    "__set_state", "__get",
      "__set",       "__unset",    "__isset", "__tostring", "__debuginfo", "__serialize", "__unserialize"};
  for (std::string_view name : kNames) {
    if (name == lower) return true;
  }
  return false;
}

}  // namespace

void Compiler::Method(Ast* ast) {
  const DeclAst* decl = ast->AsDecl();
  Class* cls = class_->cls;
  const uint32_t modifiers = decl->flags;
  Ast* body = (*ast)[kFnBody];
  OpArray* fn = NewOpArray(decl);
  fn->name = Intern(decl->name);
  fn->scope = cls;
  fn->flags |= MemberFlags(modifiers);
  std::string_view class_name = ShownName(cls);
  std::string_view name = decl->name;
  bool in_interface = class_->is_interface;
  if ((modifiers & kModPrivate) && (modifiers & kModAbstract) && !class_->is_trait && !in_interface) {
    Fail("Abstract function %s::%s() cannot be declared private", class_name, name);
    return;
  }
  if ((modifiers & kModPrivate) && (modifiers & kModFinal) && !EqualIgnoreCase(name, "__construct")) {
    Warn(ParseNotice::Kind::kWarning,
         "Private methods cannot be final as they are never overridden by other classes");
  }
  if (in_interface) {
    if (modifiers & (kModProtected | kModPrivate)) {
      Fail("Access type for interface method %s::%s() must be public", class_name, name);
      return;
    }
    if (modifiers & kModFinal) {
      Fail("Interface method %s::%s() must not be final", class_name, name);
      return;
    }
    if (modifiers & kModAbstract) {
      Fail("Interface method %s::%s() must not be abstract", class_name, name);
      return;
    }
    fn->flags |= FunctionFlags::kAbstract;
  }
  if (fn->Is(FunctionFlags::kAbstract)) {
    if (class_->is_enum) {
      Fail("Enum method %s::%s() must not be abstract", class_name, name);
      return;
    }
    if (body) {
      Fail("%s function %s::%s() cannot contain body", in_interface ? "Interface" : "Abstract", class_name,
           name);
      return;
    }
    cls->flags |= ClassFlags::kImplicitAbstract;
  } else if (!body) {
    Fail("Non-abstract method %s::%s() must contain body", class_name, name);
    return;
  }
  String* lower = InternLower(name);
  if (class_->is_enum && IsForbiddenInEnum(lower->view())) {
    Fail("Enum %s cannot include magic method %s", class_name, name);
    return;
  }
  if (cls->methods.Find(lower->view())) {
    Fail("Cannot redeclare %s::%s()", class_name, name);
    return;
  }
  if (lower->view() == "__construct") fn->flags |= FunctionFlags::kConstructor;
  cls->methods.Put(lower, fn);

  BodyScope body_scope(this, fn, decl->line);
  Params((*ast)[kFnParams], (*ast)[kFnReturnType], lower->view() == "__tostring");
  if (fn->Is(FunctionFlags::kGenerator)) b_->Emit(nullptr, Code::kGeneratorCreate);
  Statement(body);
  b_->line = decl->line;
  CheckMagicMethod(fn, lower->view());
  b_->line = decl->end_line;
  FinalReturn(false);
  FinishFunction();
}

// Signatures that the engine relies on.
void Compiler::CheckMagicMethod(OpArray* fn, std::string_view lower) {
  if (!lower.starts_with("__") || failed_) return;
  struct MagicRow {
    std::string_view name;
    int args;  // -1: any number
    bool must_be_static;
    bool must_not_be_static;
    bool must_be_public;
    uint32_t first_arg;  // type mask or 0
    uint32_t second_arg;
    uint32_t result;  // type mask or 0
  };
  constexpr uint32_t kS = TypeDecl::Bit(Type::kString), kA = TypeDecl::Bit(Type::kArray),
                     kB = TypeDecl::kBool, kV = TypeDecl::kVoid, kM = TypeDecl::kMixed,
                     kO = TypeDecl::Bit(Type::kObject), kN = TypeDecl::Bit(Type::kNull);
  static constexpr MagicRow kRows[] = {
      {"__construct", -1, false, true, false, 0, 0, 0},     {"__destruct", 0, false, true, false, 0, 0, 0},
      {"__clone", 0, false, true, false, 0, 0, kV},         {"__get", 1, false, true, true, kS, 0, 0},
      {"__set", 2, false, true, true, kS, 0, kV},           {"__unset", 1, false, true, true, kS, 0, kV},
      {"__isset", 1, false, true, true, kS, 0, kB},         {"__call", 2, false, true, true, kS, kA, 0},
      {"__callstatic", 2, true, false, true, kS, kA, 0},    {"__tostring", 0, false, true, true, 0, 0, kS},
      {"__debuginfo", 0, false, true, true, 0, 0, kA | kN}, {"__serialize", 0, false, true, true, 0, 0, kA},
      {"__unserialize", 1, false, true, true, kA, 0, kV},   {"__set_state", 1, true, false, true, kA, 0, kO},
      {"__invoke", -1, false, true, true, 0, 0, 0},         {"__sleep", 0, false, true, true, 0, 0, kA},
      {"__wakeup", 0, false, true, true, 0, 0, kV},
  };
  const Class* cls = class_->cls;
  std::string_view class_name = ShownName(cls);
  std::string_view name = fn->name->view();
  for (const MagicRow& row : kRows) {
    if (row.name != lower) continue;
    if (row.args >= 0 && static_cast<int>(fn->arg_count) != row.args) {
      if (row.args == 0) {
        Fail("Method %s::%s() cannot take arguments", class_name, name);
      } else {
        Fail("Method %s::%s() must take exactly %d argument%s", class_name, name, row.args,
             row.args == 1 ? "" : "s");
      }
      return;
    }
    if (row.args > 0) {
      for (int i = 0; i < row.args; ++i) {
        if (fn->args[i].by_reference) {
          Fail("Method %s::%s() cannot take arguments by reference", class_name, name);
          return;
        }
      }
    }
    if (row.must_not_be_static && fn->Is(FunctionFlags::kStatic)) {
      Fail("Method %s::%s() cannot be static", class_name, name);
      return;
    }
    if (row.must_be_static && !fn->Is(FunctionFlags::kStatic)) {
      Fail("Method %s::%s() must be static", class_name, name);
      return;
    }
    if (row.must_be_public && !fn->Is(FunctionFlags::kPublic)) {
      Warn(ParseNotice::Kind::kWarning, "The magic method %s::%s() must have public visibility", class_name,
           name);
    }
    const uint32_t wanted[] = {row.first_arg, row.second_arg};
    for (int i = 0; i < row.args && i < 2; ++i) {
      const TypeDecl& type = fn->args[i].type;
      if (!wanted[i] || !type.declared) continue;
      if ((type.mask & wanted[i]) != wanted[i]) {
        TypeDecl expected;
        expected.mask = wanted[i];
        expected.declared = true;
        Fail("%s::%s(): Parameter #%d ($%s) must be of type %s when declared", class_name, name, i + 1,
             fn->args[i].name->view(), TypeText(expected));
        return;
      }
    }
    const TypeDecl& type = fn->return_type;
    if (type.declared && (row.name == "__construct" || row.name == "__destruct")) {
      Fail("Method %s::%s() cannot declare a return type", class_name, name);
      return;
    }
    if (row.result && type.declared && !(type.mask & TypeDecl::kNever)) {
      bool is_object = row.result == kO && (!type.classes.empty() || (type.mask & TypeDecl::kStatic));
      bool fits = is_object || ((type.mask & ~row.result) == 0 && type.classes.empty());
      if (!fits && !(row.result == kV && type.mask == kM && false)) {
        TypeDecl expected;
        expected.mask = row.result;
        expected.declared = true;
        Fail("%s::%s(): Return type must be %s when declared", class_name, name, TypeText(expected));
        return;
      }
    }
    return;
  }
}

}  // namespace tusk
