// What the reflection classes, which are written in PHP (classes.cc), ask the runtime for: functions in the
// namespace tusk\reflection that describe classes and functions as arrays and reach members whatever their
// visibility.
#include <vector>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"
#include "interp/vm/constant_expression.h"
#include "interp/vm/op.h"

namespace tusk {
namespace {

using F = FunctionFlags;

void Put(Array* a, const char* key, Value v) { SetStr(a, key, v); }
void PutName(Array* a, const char* key, String* s) {
  if (s) Retain(s);
  SetStr(a, key, s ? Value(s) : Value::Null());
}
void PutDoc(Array* a, std::string_view doc) {
  SetStr(a, "doc", doc.empty() ? Value(false) : Value(NewString(doc)));
}
void PutType(Array* a, const TypeDecl& type) {
  SetStr(a, "type", type.declared ? Value(TypeToString(type)) : Value::Null());
}

// The class that an argument names or that an object has; null without an exception when there is none.
Class* ClassArgument(const Value& v) {
  if (v.IsObject()) return v.obj->cls;
  return v.IsString() ? FindClass(v.str, true) : nullptr;
}

// "strlen", a Closure, or [class or object, method name].
Function* FunctionArgument(const Value& v) {
  if (IsClosure(v)) return ClosureOf(v.obj)->function;
  if (v.IsString()) {
    std::string_view name = v.str->view();
    if (name.starts_with('\\')) name.remove_prefix(1);
    return FindFunction(InternLower(name)->view());
  }
  if (!v.IsArray() || v.arr->count != 2) return nullptr;
  Value holder = Deref(Get(v.arr, ArrayKey::Int(0))), name = Deref(Get(v.arr, ArrayKey::Int(1)));
  Class* c = ClassArgument(holder);
  if (!c || !name.IsString()) return nullptr;
  if (std::string_view hook = name.str->view(); hook.starts_with('$')) {  // "$property::get"
    size_t end = hook.find("::");
    PropertyInfo* const* info = end == hook.npos ? nullptr : c->properties.Find(hook.substr(1, end - 1));
    if (!info) return nullptr;
    return hook.substr(end + 2) == "get" ? (*info)->get_hook : (*info)->set_hook;
  }
  Function* const* found = c->methods.Find(InternLower(name.str->view()));
  if (!found && c == ClosureClass() && holder.IsObject() && EqualIgnoreCase(name.str->view(), "__invoke"))
    return ClosureOf(holder.obj)->function;
  return found ? *found : nullptr;
}

// The class as an array, or null when there is none.
void ClassInfo(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  Array* a = NewHash(16);
  PutName(a, "name", c->name);
  Put(a, "flags", Value(static_cast<int64_t>(c->flags)));
  bool builtin = c->Is(ClassFlags::kBuiltin);
  Put(a, "internal", Value(builtin));
  PutName(a, "file", builtin ? nullptr : c->file);
  Put(a, "start", Value(static_cast<int64_t>(c->line_start)));
  Put(a, "end", Value(static_cast<int64_t>(c->line_end)));
  PutDoc(a, c->doc_comment);
  PutName(a, "parent", c->parent ? c->parent->name : nullptr);
  Array* interfaces = NewArray();
  for (const Class* i : c->interfaces) Retain(i->name), Append(interfaces, Value(i->name));
  Put(a, "interfaces", Value(interfaces));
  Array* traits = NewArray();
  for (const Class* t : c->traits) Retain(t->name), Append(traits, Value(t->name));
  Put(a, "traits", Value(traits));
  Put(a, "iterable", Value(c->Is(ClassFlags::kIsIterator | ClassFlags::kIsIteratorAggregate)));
  Return(result, a);
}

void Constants(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  Array* out = NewArray();
  for (const auto& entry : c->constants) {
    const ClassConstant* constant = entry.member;
    if ((constant->flags & F::kPrivate) && constant->scope != c) continue;
    Array* a = NewHash(6);
    PutName(a, "name", entry.name);
    Put(a, "flags", Value(static_cast<int64_t>(constant->flags & ~kEnumCase)));
    Put(a, "case", Value((constant->flags & kEnumCase) != 0));
    PutName(a, "class", constant->scope->name);
    PutType(a, constant->type);
    PutDoc(a, constant->doc_comment);
    Append(out, Value(a));
  }
  Return(result, out);
}

void ConstantValue(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  ClassConstant* const* found = c ? c->constants.Find(args.Str(1)) : nullptr;
  if (!found) return;
  Value v = Copy((*found)->value);
  if (!Evaluated(&v, (*found)->scope)) return;
  if ((*found)->flags & kEnumCase) {
    // Cases become objects when constants are resolved.
    if (!ResolveClassConstants((*found)->scope)) return;
    Release(v);
    v = Copy((*found)->value);
  }
  *result = v;
}

void Properties(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  if (!c || !ResolveClassConstants(c)) return;
  Array* out = NewArray();
  // Its own first.
  std::vector<const PropertyInfo*> all;
  for (bool own : {true, false}) {
    for (const auto& entry : c->properties) {
      if ((entry.member->scope == c) == own) all.push_back(entry.member);
    }
  }
  for (const PropertyInfo* info : all) {
    if ((info->flags & F::kPrivate) && info->scope != c) continue;
    Array* a = NewHash(8);
    PutName(a, "name", info->name);
    Put(a, "flags", Value(static_cast<int64_t>(info->flags)));
    PutName(a, "class", info->scope->name);
    PutType(a, info->type);
    PutDoc(a, info->doc_comment);
    Value v;
    if (!(info->flags & PropertyFlags::kVirtual)) {
      v = info->flags & F::kStatic ? info->scope->statics[info->slot] : c->defaults[info->slot];
      if (v.IsIndirect()) v = *v.indirect;
    }
    bool has_default = !v.IsUndef();
    Put(a, "has_default", Value(has_default));
    Put(a, "default", has_default ? CopyDeref(v) : Value::Null());
    Append(out, Value(a));
  }
  Return(result, out);
}

void Methods(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  Array* out = NewArray();
  for (const auto& entry : c->methods) {
    Array* a = NewHash(4);
    PutName(a, "name", entry.member->name);
    PutName(a, "class", entry.member->scope->name);
    Put(a, "flags", Value(static_cast<int64_t>(entry.member->flags)));
    Append(out, Value(a));
  }
  Return(result, out);
}

void FunctionInfo(Args args, Value* result) {
  Function* f = FunctionArgument(args[0]);
  if (!f) return;
  Array* a = NewHash(16);
  bool user = f->kind == FunctionKind::kUser && static_cast<OpArray*>(f)->file->view() != "[builtin]";
  PutName(a, "name", f->name);
  PutName(a, "class", f->scope ? f->scope->name : nullptr);
  Put(a, "flags", Value(static_cast<int64_t>(f->flags)));
  Put(a, "internal", Value(!user));
  // Methods of builtin classes: subclasses may still declare less. The magic ones are as strict as any.
  Put(a, "tentative",
      Value(!user && f->scope && f->scope->Is(ClassFlags::kBuiltin) && !f->name->view().starts_with("__")));
  if (user) {
    const auto* code = static_cast<OpArray*>(f);
    PutName(a, "file", code->file);
    Put(a, "start", Value(static_cast<int64_t>(code->line_start)));
    Put(a, "end", Value(static_cast<int64_t>(code->line_end)));
  }
  PutDoc(a, f->doc_comment);
  PutType(a, f->return_type);
  Put(a, "required", Value(static_cast<int64_t>(f->required_args)));
  PutName(a, "prototype", f->prototype && f->prototype->scope ? f->prototype->scope->name : nullptr);
  Return(result, a);
}

// The RECV_INIT of parameter `index` of a user function, or null.
const Op* DefaultOf(const Function* f, uint32_t index) {
  const auto* code = static_cast<const OpArray*>(f);
  for (uint32_t i = 0; i < code->op_count; ++i) {
    const Op& op = code->ops[i];
    if (op.opcode == Opcode::kRecvInit && op.op1.num == index + 1) return &op;
    if (op.opcode != Opcode::kRecv && op.opcode != Opcode::kRecvInit && op.opcode != Opcode::kNop) break;
  }
  return nullptr;
}

void Parameters(Args args, Value* result) {
  Function* f = FunctionArgument(args[0]);
  if (!f) return;
  Array* out = NewArray();
  uint32_t count = f->arg_count + (f->Is(F::kVariadic) ? 1 : 0);
  for (uint32_t i = 0; i < count; ++i) {
    const ArgInfo& arg = f->args[i];
    Array* a = NewHash(10);
    PutName(a, "name", arg.name);
    PutType(a, arg.type);
    Put(a, "reference", Value(arg.by_reference));
    Put(a, "variadic", Value(arg.variadic || i >= f->arg_count));
    Put(a, "promoted", Value(arg.promoted));
    Put(a, "optional", Value(i >= f->required_args));
    bool user = f->kind == FunctionKind::kUser;
    bool has_default = user ? i < f->arg_count && DefaultOf(f, i) != nullptr : arg.default_text != nullptr;
    Put(a, "default", Value(has_default));
    Append(out, Value(a));
  }
  Return(result, out);
}

void ParameterDefault(Args args, Value* result) {
  Function* f = FunctionArgument(args[0]);
  auto index = static_cast<uint32_t>(args.Int(1));
  if (!f || index >= f->arg_count) return;
  if (f->kind == FunctionKind::kBuiltin) {
    Value v;
    if (BuiltinDefault(static_cast<Builtin*>(f), index, &v)) *result = v;
    return;
  }
  if (const Op* op = DefaultOf(f, index)) {
    Value v = Copy(*op->Literal(op->op2));
    if (Evaluated(&v, f->scope)) *result = v;
  }
}
// PHP source of a default that is a constant or an expression; null if it has none.
void ParameterDefaultText(Args args, Value* result) {
  Function* f = FunctionArgument(args[0]);
  auto index = static_cast<uint32_t>(args.Int(1));
  if (!f || index >= f->arg_count) return;
  if (f->kind == FunctionKind::kBuiltin) {
    if (f->args[index].default_text) Return(result, f->args[index].default_text);
  } else if (String* text = DefaultText(f, index)) {
    Return(result, text);
  }
}

// The same, as it was written: only expressions that are evaluated at each call have it.
void ParameterDefaultSource(Args args, Value* result) {
  Function* f = FunctionArgument(args[0]);
  const Op* op = f ? DefaultOf(f, static_cast<uint32_t>(args.Int(1))) : nullptr;
  if (!op || op->Literal(op->op2)->type != Type::kConstantAst) return;
  Return(result, static_cast<const OpArray*>(op->Literal(op->op2)->ptr)->doc_comment);
}

// The extension of a builtin function, method or class; false for what has none.
void ExtensionOf(Args args, Value* result) {
  const Value& what = args[0];
  const char* extension = nullptr;
  const Class* c = nullptr;
  if (what.IsArray()) {
    Function* f = FunctionArgument(what);
    c = f ? f->scope : nullptr;
  } else if (what.IsString()) {
    FindBuiltinRow(InternLower(what.str->view())->view(), &extension);
    if (!extension) c = FindClass(what.str, false);
  }
  if (c && c->Is(ClassFlags::kBuiltin)) {
    const BuiltinClassRow* row = FindBuiltinClassRow(c->name->view());
    if (row) extension = row->extension;
  }
  if (!extension) return Return(result, false);
  Return(result, extension);
}
void ExtensionClasses(Args args, Value* result) {
  Array* out = NewArray();
  for (const auto& table : kBuiltinClassTables) {
    for (const BuiltinClassRow& row : table) {
      if (EqualIgnoreCase(row.extension, args.View(0)) && !std::string_view(row.name).starts_with("tusk\\"))
        Append(out, Value(NewString(std::string_view(row.name))));
    }
  }
  Return(result, out);
}
void PropertyDeclared(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  Return(result, c && c->properties.Find(args.Str(1)));
}

void Invoke(Args args, Value* result) {
  Function* f = FunctionArgument(args[0]);
  if (!f) return;
  Value self = args[1];
  Callable callable;
  callable.function = f;
  callable.self = self.IsObject() && !f->Is(F::kStatic) ? self.obj : nullptr;
  // Static methods run for the class that was reflected.
  if (f->Is(F::kStatic) && args[0].IsArray()) {
    callable.called_scope = ClassArgument(Deref(Get(args[0].arr, ArrayKey::Int(0))));
  } else {
    callable.called_scope = self.IsObject() ? self.obj->cls : f->scope;
  }
  std::vector<Value> positional;
  Array* named = nullptr;
  Array* given = args[2].arr;
  for (uint32_t p = First(given); p != kEnd; p = Next(given, p)) {
    ArrayKey key = KeyAt(given, p);
    if (key.name) {
      if (!named) named = NewHash(4);
      SetStr(named, key.name, CopyDeref(Get(given, key)));
    } else {
      Value v = Get(given, key);
      positional.push_back(f->ArgByReference(static_cast<uint32_t>(positional.size())) ? v : Deref(v));
    }
  }
  CallResolved(callable, static_cast<uint32_t>(positional.size()), positional.data(), named, result);
  if (named) Release(Value(named));
}

void ClosureOfMethod(Args args, Value* result) {
  Function* f = FunctionArgument(args[0]);
  if (!f) return;
  Callable callable;
  callable.function = f;
  callable.self = args[1].IsObject() && !f->Is(F::kStatic) ? args[1].obj : nullptr;
  callable.called_scope = callable.self ? callable.self->cls : f->scope;
  if (Object* o = ClosureFromCallable(callable)) *result = Value(o);
}

void Instantiate(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  if (Object* o = NewObject(c)) *result = Value(o);
}

// Properties by declaring class and name, seen from that class. A null object means the static one.
Value* StaticPlaceOf(Class* c, String* name) {
  PropertyInfo* const* found = c->properties.Find(name);
  if (!found || !((*found)->flags & F::kStatic) || !ResolveClassConstants((*found)->scope)) return nullptr;
  Value* v = &(*found)->scope->statics[(*found)->slot];
  return v->IsIndirect() ? v->indirect : v;
}
void PropertyGet(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  if (args[2].IsObject()) {
    *result = ReadProperty(args[2].obj, args.Str(1), c, nullptr);
  } else if (Value* place = StaticPlaceOf(c, args.Str(1))) {
    *result = CopyDeref(*place);
  }
}
void PropertySet(Args args, Value*) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  if (args[2].IsObject()) {
    WriteProperty(args[2].obj, args.Str(1), Copy(args[3]), c, nullptr, false);
  } else if (Value* place = StaticPlaceOf(c, args.Str(1))) {
    Value v = Copy(args[3]);
    PropertyInfo* info = *c->properties.Find(args.Str(1));
    if (info->type.declared && !CoerceToType(info->type, &v, c, false)) {
      return ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", ValueNameForErrors(args[3]),
                            c->name->view(), info->name->view(), TypeText(info->type));
    }
    place = Deref(place);
    Value old = *place;
    *place = v;
    Release(old);
  }
}
void PropertyInitialized(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  if (!args[2].IsObject()) {
    Value* place = StaticPlaceOf(c, args.Str(1));
    return Return(result, place && !place->IsUndef());
  }
  Object* o = args[2].obj;
  PropertyInfo* const* found = c->properties.Find(args.Str(1));
  if (IsLazy(o) && (!found || (o->props()[(*found)->slot].extra & kSlotLazy))) {
    o = LazyTarget(o);
    if (!o) return;
  }
  if (found && !((*found)->flags & (uint32_t{F::kStatic} | PropertyFlags::kVirtual)))
    return Return(result, !o->props()[(*found)->slot].IsUndef());
  Return(result, found || (o->dynamic && !Get(o->dynamic, KeyFromString(args.Str(1))).IsUndef()));
}

void StaticVariables(Args args, Value* result) {
  Function* f = FunctionArgument(args[0]);
  if (!f || f->kind != FunctionKind::kUser || !static_cast<OpArray*>(f)->static_variables)
    return Return(result, EmptyArray());
  Array* from = static_cast<OpArray*>(f)->static_variables;
  Array* out = NewHash(from->count);
  for (uint32_t p = First(from); p != kEnd; p = Next(from, p)) {
    ArrayKey key = KeyAt(from, p);
    Value v = CopyDeref(Get(from, key));
    if (!Evaluated(&v, f->scope)) break;
    if (key.name) SetStr(out, key.name, v);
  }
  Return(result, out);
}
// [$this or null, scope's name or null, called class's name or null] of a closure.
void ClosureInfo(Args args, Value* result) {
  Closure* closure = ClosureOf(args[0].obj);
  Array* a = NewHash(3);
  Object* self = closure->this_object();
  if (self) Retain(self);
  Put(a, "this", self ? Value(self) : Value::Null());
  PutName(a, "scope", closure->function->scope ? closure->function->scope->name : nullptr);
  PutName(a, "called", closure->called_class() ? closure->called_class()->name : nullptr);
  Return(result, a);
}

// What was declared: ["class", class], ["function", function], ["property" or "constant", class, name],
// ["parameter", function, index].
const AttributeList* AttributesOf(const Value& of, Class** scope) {
  Value kind = Get(of.arr, ArrayKey::Int(0)), target = Deref(Get(of.arr, ArrayKey::Int(1)));
  Value member = Deref(Get(of.arr, ArrayKey::Int(2)));
  std::string_view what = kind.str->view();
  if (what == "function" || what == "parameter") {
    Function* f = FunctionArgument(target);
    *scope = f->scope;
    return what == "function" ? f->attributes : f->args[member.i].attributes;
  }
  Class* c = *scope = ClassArgument(target);
  if (what == "class") return c->attributes;
  if (what == "property") {
    PropertyInfo* const* found = c->properties.Find(member.str);
    return found ? (*found)->attributes : nullptr;
  }
  ClassConstant* const* found = c->constants.Find(member.str);
  return found ? (*found)->attributes : nullptr;
}
void Attributes(Args args, Value* result) {
  Class* scope;
  Array* names = NewArray();
  if (const AttributeList* list = AttributesOf(args[0], &scope)) {
    for (const Attribute& a : *list) Retain(a.name), Append(names, Value(a.name));
  }
  Return(result, names);
}
void AttributeArguments(Args args, Value* result) {
  Class* scope;
  const AttributeList* list = AttributesOf(args[0], &scope);
  Array* out = NewArray();
  for (const Attribute::Argument& argument : (*list)[static_cast<size_t>(args.Int(1))].arguments) {
    Value v = Copy(argument.value);
    if (!Evaluated(&v, scope)) break;
    if (argument.name) {
      SetStr(out, argument.name, v);
    } else {
      Append(out, v);
    }
  }
  Return(result, out);
}

constexpr uint16_t kLooks = Effects::kReadsState | Effects::kThrows | Effects::kCallsBack | Effects::kWarns;
constexpr uint16_t kActs = kLooks | Effects::kWritesState;
// What tells a reference in an array from all others while it lives; 0 for elements that are none.
void ReferenceId(Args args, Value* result) {
  ArrayKey key = args[1].IsInt() ? ArrayKey::Int(args[1].i) : KeyFromString(args.Str(1));
  const Value* place = Peek(args.Arr(0), key);
  bool shared = place && place->IsReference() && place->ref->refcount > 1;
  *result = Value(shared ? static_cast<int64_t>(reinterpret_cast<uintptr_t>(place->ref)) : int64_t{0});
}

// --- lazy objects

void LazyMake(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  Object* o = MakeLazy(c, args[1].IsObject() ? args[1].obj : nullptr, args[2], args[3].IsTrue(), args.Int(4));
  *result = o && !args[1].IsObject() ? Value(o) : Value::Null();
}
void LazyInitialize(Args args, Value* result) {
  Object* o = args[0].obj;
  if (IsLazy(o)) o = LazyTarget(o);
  if (o) *result = Copy(Value(o));
}
void LazyPending(Args args, Value* result) {
  Return(result, (LazyInstance(args[0].obj)->flags & ObjectFlags::kLazy) != 0);
}
void LazyMark(Args args, Value* result) {
  Object* o = LazyInstance(args[0].obj);
  if (o->flags & ObjectFlags::kLazy) MarkInitialized(o);
  *result = Copy(Value(o));
}
void LazyInitializerOf(Args args, Value* result) {
  const Value* v = LazyInitializer(LazyInstance(args[0].obj));
  if (v) *result = Copy(*v);
}

// The declared property, as it is stored in instances of `c`; null if it has no slot there.
PropertyInfo* StoredProperty(Class* c, String* name) {
  PropertyInfo* const* found = c->properties.Find(name);
  constexpr uint32_t kNoSlot = uint32_t{F::kStatic} | PropertyFlags::kVirtual;
  return found && !((*found)->flags & kNoSlot) ? *found : nullptr;
}
void PropertyIsLazy(Args args, Value* result) {
  PropertyInfo* info = StoredProperty(ClassArgument(args[0]), args.Str(1));
  Object* o = LazyInstance(args[2].obj);
  Return(result, info && (o->flags & ObjectFlags::kLazy) && o->props()[info->slot].IsUndef() &&
                     (o->props()[info->slot].extra & kSlotLazy));
}
void PropertySkipLazy(Args args, Value*) {
  PropertyInfo* info = StoredProperty(ClassArgument(args[0]), args.Str(1));
  if (info) SkipLazyProperty(LazyInstance(args[2].obj), info);
}
// Sets what the property stores, past hooks; a lazy object is initialised unless `$apart`.
void PropertySetRaw(Args args, Value*) {
  Class* c = ClassArgument(args[0]);
  PropertyInfo* info = StoredProperty(c, args.Str(1));
  Object* o = LazyInstance(args[2].obj);
  if (!info) {
    WriteProperty(o, args.Str(1), Copy(args[3]), c, nullptr, false);
    return;
  }
  bool apart = args[4].IsTrue();
  if (IsLazy(o) && !apart && (o->props()[info->slot].extra & kSlotLazy)) {
    o = LazyTarget(o);
    if (!o) return;
  }
  Value v = Copy(args[3]);
  Retain(o);
  Value* slot = &o->props()[info->slot];
  bool ok = true;
  if ((info->flags & PropertyFlags::kReadonly) && !slot->IsUndef()) {
    ThrowError("Cannot modify readonly property %s::$%s", info->scope->name->view(), info->name->view());
    ok = false;
  } else if (info->type.declared && !CoerceToType(info->type, &v, info->scope, false)) {
    if (!HasException()) {
      ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", ValueNameForErrors(v),
                     info->scope->name->view(), info->name->view(), TypeText(info->type));
    }
    ok = false;
  }
  if (ok && slot->IsReference()) {
    AssignToTypedReference(slot->ref, v, false);
  } else if (ok) {
    bool waited = slot->IsUndef() && (slot->extra & kSlotLazy);
    if (waited && apart) SkipLazyProperty(o, info);
    Value old = *slot;
    *slot = v;
    slot->extra = 0;
    Release(old);
  } else {
    Release(v);
  }
  Release(Value(o));
}
void PropertyGetRaw(Args args, Value* result) {
  Class* c = ClassArgument(args[0]);
  PropertyInfo* info = StoredProperty(c, args.Str(1));
  Object* o = args[2].obj;
  if (IsLazy(o) && (!info || (o->props()[info->slot].extra & kSlotLazy))) {
    o = LazyTarget(o);
    if (!o) return;
  }
  if (!info || o->props()[info->slot].IsUndef()) {
    *result = ReadProperty(o, args.Str(1), c, nullptr);
    return;
  }
  *result = CopyDeref(o->props()[info->slot]);
}

constexpr BuiltinRow kRows[] = {
    {"tusk\\reflection\\attribute_arguments", "(array $of, int $index): array", kActs, AttributeArguments},
    {"tusk\\reflection\\attributes", "(array $of): array", kActs, Attributes},
    {"tusk\\reflection\\class_info", "(mixed $class): ?array", kActs, ClassInfo},
    {"tusk\\reflection\\closure_info", "(object $closure): array", kLooks, ClosureInfo},
    {"tusk\\reflection\\closure_of", "(mixed $function, ?object $self): mixed", kActs, ClosureOfMethod},
    {"tusk\\reflection\\constant_value", "(mixed $class, string $name): mixed", kActs, ConstantValue},
    {"tusk\\reflection\\constants", "(mixed $class): ?array", kActs, Constants},
    {"tusk\\reflection\\extension_classes", "(string $extension): array", kLooks, ExtensionClasses},
    {"tusk\\reflection\\extension_of", "(mixed $what): string|false", kActs, ExtensionOf},
    {"tusk\\reflection\\function_info", "(mixed $function): ?array", kActs, FunctionInfo},
    {"tusk\\reflection\\instantiate", "(mixed $class): mixed", kActs, Instantiate},
    {"tusk\\reflection\\invoke", "(mixed $function, mixed $self, array $arguments): mixed", kActs, Invoke},
    {"tusk\\reflection\\lazy_initialize", "(object $object): mixed", kActs, LazyInitialize},
    {"tusk\\reflection\\lazy_initializer", "(object $object): mixed", kLooks, LazyInitializerOf},
    {"tusk\\reflection\\lazy_make",
     "(string $class, ?object $object, callable $initializer, bool $proxy, int $options): mixed", kActs,
     LazyMake},
    {"tusk\\reflection\\lazy_mark", "(object $object): mixed", kActs, LazyMark},
    {"tusk\\reflection\\lazy_pending", "(object $object): bool", kLooks, LazyPending},
    {"tusk\\reflection\\methods", "(mixed $class): ?array", kActs, Methods},
    {"tusk\\reflection\\parameter_default", "(mixed $function, int $index): mixed", kActs, ParameterDefault},
    {"tusk\\reflection\\parameter_default_source", "(mixed $function, int $index): mixed", kLooks,
     ParameterDefaultSource},
    {"tusk\\reflection\\parameter_default_text", "(mixed $function, int $index): mixed", kLooks,
     ParameterDefaultText},
    {"tusk\\reflection\\parameters", "(mixed $function): ?array", kActs, Parameters},
    {"tusk\\reflection\\properties", "(mixed $class): ?array", kActs, Properties},
    {"tusk\\reflection\\property_declared", "(string $class, string $name): bool", kLooks, PropertyDeclared},
    {"tusk\\reflection\\property_get", "(mixed $class, string $name, ?object $object): mixed", kActs,
     PropertyGet},
    {"tusk\\reflection\\property_get_raw", "(mixed $class, string $name, object $object): mixed", kActs,
     PropertyGetRaw},
    {"tusk\\reflection\\property_initialized", "(mixed $class, string $name, ?object $object): mixed", kActs,
     PropertyInitialized},
    {"tusk\\reflection\\property_is_lazy", "(string $class, string $name, object $object): bool", kLooks,
     PropertyIsLazy},
    {"tusk\\reflection\\property_set", "(mixed $class, string $name, ?object $object, mixed $value): mixed",
     kActs, PropertySet},
    {"tusk\\reflection\\property_set_raw",
     "(string $class, string $name, object $object, mixed $value, bool $apart): mixed", kActs,
     PropertySetRaw},
    {"tusk\\reflection\\property_skip_lazy", "(string $class, string $name, object $object): mixed", kActs,
     PropertySkipLazy},
    {"tusk\\reflection\\reference_id", "(array $array, int|string $key): int", kLooks, ReferenceId},
    {"tusk\\reflection\\static_variables", "(mixed $function): array", kActs, StaticVariables},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kReflectionFunctions(kRows);

}  // namespace tusk
