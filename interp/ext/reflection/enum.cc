// ReflectionEnum.
#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/class_table.h"

namespace tusk {
namespace {

void Construct(Args args, Value*) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  if (!c->Is(ClassFlags::kEnum)) return ThrowReflectionF("Class \"%s\" is not an enum", c->name->view());
  Initialize(args.frame->self.obj, {.cls = c, .name = c->name});
}
ClassConstant* CaseNamed(Class* c, String* name) {
  ClassConstant* const* found = c->constants.Find(name);
  return found && ((*found)->flags & kEnumCase) ? *found : nullptr;
}
void HasCase(Reflected* self, Args args, Value* result) {
  Return(result, CaseNamed(self->cls, args.Str(0)) != nullptr);
}
void GetCase(Reflected* self, Args args, Value* result) {
  Class* c = self->cls;
  if (ClassConstant* constant = CaseNamed(c, args.Str(0))) {
    *result = Value(ReflectCase(Intern(args.View(0)), constant, c));
  } else if (c->constants.Find(args.Str(0))) {
    ThrowReflectionF("%s::%s is not a case", c->name->view(), args.View(0));
  } else {
    ThrowReflectionF("Case %s::%s does not exist", c->name->view(), args.View(0));
  }
}
void GetCases(Reflected* self, Args, Value* result) {
  Array* out = NewArray();
  for (const auto& entry : self->cls->constants) {
    if (entry.member->flags & kEnumCase) Append(out, Value(ReflectCase(entry.name, entry.member, self->cls)));
  }
  Return(result, out);
}
Type BackingOf(const Reflected* self) {
  return self->cls->enum_info ? self->cls->enum_info->backing : Type::kUndef;
}
void IsBacked(Reflected* self, Args, Value* result) { Return(result, BackingOf(self) != Type::kUndef); }
void GetBackingType(Reflected* self, Args, Value* result) {
  if (BackingOf(self) == Type::kUndef) return;
  TypeDecl type;
  type.mask = TypeDecl::Bit(BackingOf(self));
  type.declared = true;
  ReturnType(result, type);
}

constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(object|string $objectOrClass)", kReflectionActs, Construct},
    {"hasCase", "(string $name): bool", kReflectionLooks, Of<HasCase>},
    {"getCase", "(string $name): ReflectionEnumUnitCase", kReflectionActs, Of<GetCase>},
    {"getCases", "(): array", kReflectionActs, Of<GetCases>},
    {"isBacked", "(): bool", kReflectionLooks, Of<IsBacked>},
    {"getBackingType", "(): ?ReflectionNamedType", kReflectionActs, Of<GetBackingType>},
};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionEnum", .parent = "ReflectionClass", .methods = kMethods, .extension = "Reflection"},
};

}  // namespace

const std::span<const BuiltinClassRow> kReflectionEnumClasses = kRows;

}  // namespace tusk
