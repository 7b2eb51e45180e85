// Linking: parent, interfaces, overriding rules, property slots, abstract methods, magic methods.
#include "interp/runtime/class_link.h"

#include <algorithm>
#include <utility>

#include "interp/runtime/class_internal.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/signature_check.h"

namespace tusk {

LinkHooks g_link_hooks;

std::string DeclaredBefore(const Class* c) {
  std::string text = absl::StrFormat("%s %s",
                                     c->Is(ClassFlags::kInterface) ? "interface"
                                     : c->Is(ClassFlags::kTrait)   ? "trait"
                                     : c->Is(ClassFlags::kEnum)    ? "enum"
                                                                   : "class",
                                     c->name->data);
  if (c->Is(ClassFlags::kBuiltin) || !c->file) return text;
  return text + absl::StrFormat(" (previously declared in %s:%d)", c->file->view(), c->line_start);
}

void LinkError(const Class* c, const std::string& message) {
  FatalErrorAt(message, c->file, c->line_start, ErrorLevel::kCompileError);
}

namespace {

constexpr ObjectHandlers kStandardHandlers;

// --- methods

uint32_t MethodLine(const Class* c, const Function* f) {
  uint32_t line = g_link_hooks.function_line ? g_link_hooks.function_line(f) : 0;
  return line ? line : c->line_start;
}

[[noreturn]] void MethodError(const Class* c, const Function* f, const std::string& message) {
  FatalErrorAt(message, c->file, MethodLine(c, f), ErrorLevel::kCompileError);
}

}  // namespace

void CheckOverride(Class* c, Function* child, Function* parent) {
  uint32_t old = parent->flags;
  uint32_t flags = child->flags;
  const char* owner = parent->scope ? parent->scope->name->data : "";
  if ((old & FunctionFlags::kPrivate) && !(old & FunctionFlags::kAbstract) && !(old & FunctionFlags::kFinal))
    return;
  if ((old & FunctionFlags::kFinal) &&
      !((old & FunctionFlags::kPrivate) && !(old & FunctionFlags::kConstructor))) {
    MethodError(c, child,
                absl::StrFormat("Cannot override final method %s::%s()", owner, child->name->view()));
  }
  if ((old & FunctionFlags::kPrivate) && !(old & FunctionFlags::kAbstract)) return;
  if ((old ^ flags) & FunctionFlags::kStatic) {
    MethodError(c, child,
                (old & FunctionFlags::kStatic)
                    ? absl::StrFormat("Cannot make static method %s::%s() non static in class %s", owner,
                                      child->name->view(), child->scope->name->data)
                    : absl::StrFormat("Cannot make non static method %s::%s() static in class %s", owner,
                                      child->name->view(), child->scope->name->data));
  }
  if ((flags & FunctionFlags::kAbstract) && !(old & FunctionFlags::kAbstract)) {
    MethodError(c, child,
                absl::StrFormat("Cannot make non abstract method %s::%s() abstract in class %s", owner,
                                child->name->view(), child->scope->name->data));
  }
  Function* prototype = parent->prototype ? parent->prototype : parent;
  if (old & FunctionFlags::kConstructor) {
    // Constructors are compared only with declarations that bind them.
    if (!(prototype->flags & FunctionFlags::kAbstract)) return;
    parent = prototype;
    owner = prototype->scope ? prototype->scope->name->data : "";
  }
  child->prototype = prototype;
  if (VisibilityRank(flags) > VisibilityRank(old)) {
    MethodError(c, child,
                absl::StrFormat("Access level to %s::%s() must be %s (as in class %s)%s",
                                child->scope->name->data, child->name->view(), VisibilityWord(old), owner,
                                (old & FunctionFlags::kProtected) ? " or weaker" : ""));
  }
  if (child->kind == FunctionKind::kUser) CheckSignature(child, parent, c);
}

namespace {

void InheritMethods(Class* c, Class* parent) {
  for (auto& entry : parent->methods) {
    Function** own = c->methods.Find(entry.name->view());
    if (own) {
      if (*own != entry.member) CheckOverride(c, *own, entry.member);
    } else {
      c->methods.Put(entry.name, entry.member);
    }
  }
}

void InheritInterfaceMethods(Class* c, Class* interface) {
  for (auto& entry : interface->methods) {
    Function** own = c->methods.Find(entry.name->view());
    if (!own) {
      c->methods.Put(entry.name, entry.member);
      continue;
    }
    Function* f = *own;
    if (f == entry.member) continue;
    // The same declaration, reached on two ways.
    if (f->scope && f->scope->Is(ClassFlags::kInterface) && f->scope != c && InstanceOf(interface, f->scope))
      continue;
    CheckOverride(c, f, entry.member);
  }
}

// --- constants

void InheritConstant(Class* c, String* name, ClassConstant* constant, bool from_interface) {
  ClassConstant** own = c->constants.Find(name->view());
  if (!own) {
    if (!(constant->flags & FunctionFlags::kPrivate)) c->constants.Put(name, constant);
    return;
  }
  if (*own == constant || (constant->flags & FunctionFlags::kPrivate)) return;
  ClassConstant* mine = *own;
  if (constant->flags & FunctionFlags::kFinal) {
    LinkError(c, absl::StrFormat("%s::%s cannot override final constant %s::%s", mine->scope->name->data,
                                 name->view(), constant->scope->name->data, name->view()));
  }
  if (VisibilityRank(mine->flags) > VisibilityRank(constant->flags)) {
    LinkError(c, absl::StrFormat("Access level to %s::%s must be %s (as in %s %s)%s", mine->scope->name->data,
                                 name->view(), VisibilityWord(constant->flags),
                                 from_interface ? "interface" : "class", constant->scope->name->data,
                                 (constant->flags & FunctionFlags::kProtected) ? " or weaker" : ""));
  }
  if (from_interface && mine->scope != c && mine->scope != constant->scope &&
      !InstanceOf(mine->scope, constant->scope)) {
    LinkError(c, absl::StrFormat("%s %s inherits both %s::%s and %s::%s, which is ambiguous",
                                 c->Is(ClassFlags::kInterface) ? "Interface"
                                 : c->Is(ClassFlags::kEnum)    ? "Enum"
                                                               : "Class",
                                 c->name->data, mine->scope->name->data, name->view(),
                                 constant->scope->name->data, name->view()));
  }
  if (!constant->type.declared) return;
  auto fits = [=] { return IsSubtype(mine->type, mine->scope, constant->type, constant->scope, c); };
  Require(c, fits, [=] {
    String* type = TypeToString(constant->type);
    LinkError(c, absl::StrFormat("Type of %s::%s must be compatible with %s::%s of type %s",
                                 mine->scope->name->data, name->view(), constant->scope->name->data,
                                 name->view(), type->view()));
  });
}

// --- properties

void CheckPropertyOverride(Class* c, PropertyInfo* own, const PropertyInfo* parent) {
  const char* mine = c->name->data;
  const char* theirs = parent->scope->name->data;
  std::string_view name = own->name->view();
  if ((own->flags ^ parent->flags) & FunctionFlags::kStatic) {
    LinkError(
        c, absl::StrFormat("Cannot redeclare %s%s::$%s as %s%s::$%s",
                           parent->flags & FunctionFlags::kStatic ? "static " : "non static ", theirs, name,
                           own->flags & FunctionFlags::kStatic ? "static " : "non static ", mine, name));
  }
  if (parent->flags & FunctionFlags::kFinal) {
    LinkError(c, absl::StrFormat("Cannot override final property %s::$%s", theirs, name));
  }
  bool implements =
      (parent->flags & PropertyFlags::kAbstractProperty) && (own->flags & PropertyFlags::kReadonly);
  if (((own->flags ^ parent->flags) & PropertyFlags::kReadonly) && !implements) {
    bool readonly = parent->flags & PropertyFlags::kReadonly;
    LinkError(c, absl::StrFormat("Cannot redeclare %s property %s::$%s as %s %s::$%s",
                                 readonly ? "readonly" : "non-readonly", theirs, name,
                                 readonly ? "non-readonly" : "readonly", mine, name));
  }
  auto set_rank = [](uint32_t flags) {
    return flags & PropertyFlags::kPrivateSet     ? 2
           : flags & PropertyFlags::kProtectedSet ? 1
                                                  : VisibilityRank(flags);
  };
  if ((parent->flags & PropertyFlags::kPrivateSet) && !(parent->flags & FunctionFlags::kPrivate)) {
    LinkError(c, absl::StrFormat("Cannot override final property %s::$%s", theirs, name));
  }
  bool readonly_both = own->flags & parent->flags & PropertyFlags::kReadonly;
  // What can only be read, or only be written, may be of a narrower, or a wider type.
  bool is_virtual = parent->flags & PropertyFlags::kVirtual;
  bool only_read = is_virtual && parent->get_hook && !parent->set_hook;
  bool only_written = is_virtual && parent->set_hook && !parent->get_hook;
  if (!readonly_both && !only_read && set_rank(own->flags) > set_rank(parent->flags) &&
      (own->flags & (PropertyFlags::kPrivateSet | PropertyFlags::kProtectedSet))) {
    int rank = set_rank(parent->flags);
    LinkError(
        c, absl::StrFormat("Set access level of %s::$%s must be %s (as in class %s)%s", mine, name,
                           rank == 0 ? "omitted" : "protected(set)", theirs, rank == 0 ? "" : " or weaker"));
  }
  for (auto hook : {&PropertyInfo::get_hook, &PropertyInfo::set_hook}) {
    Function* old = parent->*hook;
    if (old && own->*hook && old->Is(FunctionFlags::kFinal)) {
      LinkError(c,
                absl::StrFormat("Cannot override final property hook %s::%s()", theirs, old->name->view()));
    }
  }
  if (VisibilityRank(own->flags) > VisibilityRank(parent->flags)) {
    LinkError(c, absl::StrFormat("Access level to %s::$%s must be %s (as in class %s)%s", mine, name,
                                 VisibilityWord(parent->flags), theirs,
                                 (parent->flags & FunctionFlags::kProtected) ? " or weaker" : ""));
  }
  for (auto hook : {&PropertyInfo::get_hook, &PropertyInfo::set_hook}) {
    if (own->*hook && parent->*hook && (own->*hook)->scope == c) CheckSignature(own->*hook, parent->*hook, c);
  }
  if (parent->set_hook && !own->set_hook && parent->set_hook->args[0].type.declared) {
    const TypeDecl& wanted = parent->set_hook->args[0].type;
    auto fits = [=] {
      return !own->type.declared || IsSubtype(wanted, parent->scope, own->type, own->scope, c);
    };
    Require(c, fits, [=] {
      LinkError(c,
                absl::StrFormat("Set type of %s::$%s must be supertype of %s (as in %s %s)", mine, name,
                                TypeText(wanted),
                                parent->scope->Is(ClassFlags::kInterface) ? "interface" : "class", theirs));
    });
  }
  if (parent->type.declared) {
    auto fits = [=] {
      return only_read
                 ? own->type.declared && IsSubtype(own->type, own->scope, parent->type, parent->scope, c)
             : only_written
                 ? !own->type.declared || IsSubtype(parent->type, parent->scope, own->type, own->scope, c)
                 : SameType(own->type, own->scope, parent->type, parent->scope, c);
    };
    Require(c, fits, [=] {
      String* type = TypeToString(parent->type);
      LinkError(c, absl::StrFormat("Type of %s::$%s must be %s%s (as in class %s)", mine, name,
                                   only_read      ? "subtype of "
                                   : only_written ? "supertype of "
                                                  : "",
                                   type->view(), theirs));
    });
  } else if (own->type.declared) {
    LinkError(c, absl::StrFormat("Type of %s::$%s must not be defined (as in class %s)", mine, name, theirs));
  }
  // A plain property implements abstract hooks; others are inherited one by one.
  bool plain = !own->get_hook && !own->set_hook;
  for (auto hook : {&PropertyInfo::get_hook, &PropertyInfo::set_hook}) {
    Function* old = parent->*hook;
    if (!(own->*hook) && old && !(plain && old->Is(FunctionFlags::kAbstract))) own->*hook = old;
  }
}

// Lays out the instance slots (the parent's first) and merges the property tables.
void LayOutProperties(Class* c, Class* parent) {
  uint32_t inherited = parent ? parent->slot_count : 0;
  MemberMap<PropertyInfo*> own;
  std::swap(own, c->properties);
  Value* own_defaults = c->defaults;
  uint32_t own_count = c->slot_count;
  if (parent) {
    for (auto& entry : parent->properties) {
      PropertyInfo* info = entry.member;
      PropertyInfo** mine = own.Find(entry.name->view());
      if (mine) {
        if (info->flags & FunctionFlags::kPrivate) {
          (*mine)->flags |= PropertyFlags::kChanged;
        } else {
          CheckPropertyOverride(c, *mine, info);
          if (info->flags & PropertyFlags::kChanged) (*mine)->flags |= PropertyFlags::kChanged;
        }
      } else {
        c->properties.Put(entry.name, info);
      }
    }
  }
  // A redeclared property keeps its ancestor's slot.
  uint32_t count = inherited;
  std::vector<std::pair<PropertyInfo*, uint32_t>> placed;  // with the old index
  for (auto& entry : own) {
    PropertyInfo* info = entry.member;
    c->properties.Put(entry.name, info);
    if (info->flags & FunctionFlags::kStatic) continue;
    uint32_t old = info->slot;
    PropertyInfo** base = parent ? parent->properties.Find(entry.name->view()) : nullptr;
    if (base && !((*base)->flags & (FunctionFlags::kPrivate | FunctionFlags::kStatic))) {
      info->slot = (*base)->slot;
      // What an ancestor stores stays stored.
      if (!((*base)->flags & PropertyFlags::kVirtual)) info->flags &= ~uint32_t{PropertyFlags::kVirtual};
    } else {
      info->slot = count++;
    }
    if ((info->flags & PropertyFlags::kVirtual) && (info->flags & PropertyFlags::kHasDefault)) {
      LinkError(c, absl::StrFormat("Cannot specify default value for virtual hooked property %s::$%s",
                                   c->name->data, info->name->view()));
    }
    placed.emplace_back(info, old);
  }
  c->slot_count = count;
  c->defaults = count ? static_cast<Value*>(Allocate(count * sizeof(Value))) : nullptr;
  c->slot_info = count ? static_cast<PropertyInfo**>(Allocate(count * sizeof(PropertyInfo*))) : nullptr;
  for (uint32_t i = 0; i < inherited; ++i) {
    new (&c->defaults[i]) Value();
    c->defaults[i] = Copy(parent->defaults[i]);
    c->defaults[i].extra = parent->defaults[i].extra;
    c->slot_info[i] = parent->slot_info[i];
  }
  for (auto& [info, old] : placed) {
    Value* slot = &c->defaults[info->slot];
    new (slot) Value();
    *slot = own_defaults[old];
    if (info->flags & PropertyFlags::kVirtual) *slot = Value();  // nothing is stored
    slot->extra = slot->IsUndef() && info->type.declared ? kSlotUninit : 0;
    c->slot_info[info->slot] = info;
    if (info->type.declared) c->flags |= ClassFlags::kHasTypedProperties;
    if (info->flags & PropertyFlags::kReadonly) {
      c->flags |= ClassFlags::kHasReadonlyProperties;
      // Who may read a readonly property need not be able to set it.
      constexpr uint32_t kNarrower = uint32_t{FunctionFlags::kPrivate} | FunctionFlags::kProtected |
                                     PropertyFlags::kPrivateSet | PropertyFlags::kProtectedSet;
      if (!(info->flags & kNarrower)) info->flags |= PropertyFlags::kProtectedSet;
    }
    if (info->get_hook || info->set_hook) c->flags |= ClassFlags::kHasHooks;
  }
  if (own_defaults) Free(own_defaults, own_count * sizeof(Value));
}

// --- interfaces

void AddUnique(std::vector<Class*>* list, Class* c) {
  if (std::find(list->begin(), list->end(), c) == list->end()) list->push_back(c);
}

void CheckInterface(Class* c, Class* interface) {
  std::string_view name = interface->lower_name->view();
  if (!interface->Is(ClassFlags::kBuiltin) || c->Is(ClassFlags::kInterface | ClassFlags::kBuiltin)) return;
  if (name == "throwable" && !(c->parent && c->parent->Is(ClassFlags::kIsThrowable))) {
    LinkError(
        c,
        c->Is(ClassFlags::kEnum)
            ? absl::StrFormat("Enum %s cannot implement interface %s", c->name->data, interface->name->data)
            : absl::StrFormat("Class %s cannot implement interface %s, extend Exception or Error instead",
                              c->name->data, interface->name->data));
  }
  if (name == "datetimeinterface" && !(c->parent && InstanceOf(c->parent, interface))) {
    LinkError(c, absl::StrFormat("%s can't be implemented by user classes", interface->name->data));
  }
  if ((name == "unitenum" || name == "backedenum") && !c->Is(ClassFlags::kEnum)) {
    LinkError(c, absl::StrFormat("Non-enum class %s cannot implement interface %s", c->name->data,
                                 interface->name->data));
  }
  if (name == "serializable" && c->Is(ClassFlags::kEnum)) {
    LinkError(c, absl::StrFormat("Enum %s cannot implement the Serializable interface", c->name->data));
  }
  if (name == "backedenum" && c->enum_info && c->enum_info->backing == Type::kUndef) {
    LinkError(c, absl::StrFormat("Non-backed enum %s cannot implement interface %s", c->name->data,
                                 interface->name->data));
  }
  if (name == "iteratoraggregate") {
    for (const Class* other : c->interfaces) {
      if (other->lower_name->view() != "iterator") continue;
      LinkError(
          c, absl::StrFormat("Class %s cannot implement both Iterator and IteratorAggregate at the same time",
                             c->name->data));
    }
  }
  if (name == "traversable" && !c->Is(ClassFlags::kAbstract)) {
    for (const Class* other : c->interfaces) {
      if (other->lower_name->view() == "iterator" || other->lower_name->view() == "iteratoraggregate") return;
    }
    FatalErrorAt(absl::StrFormat("%s %s must implement interface Traversable as part of either Iterator or "
                                 "IteratorAggregate",
                                 c->Is(ClassFlags::kEnum) ? "Enum" : "Class", c->name->data),
                 nullptr, 0, ErrorLevel::kCoreError);
  }
}

void ImplementInterfaces(Class* c, const std::vector<Class*>& own) {
  size_t from_parent = 0;
  if (c->parent) {
    c->interfaces = c->parent->interfaces;
    from_parent = c->interfaces.size();
  }
  for (size_t i = 0; i < own.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (own[i] == own[j]) {
        LinkError(c, absl::StrFormat("%s %s cannot implement previously implemented interface %s",
                                     c->Is(ClassFlags::kInterface) ? "Interface"
                                     : c->Is(ClassFlags::kEnum)    ? "Enum"
                                                                   : "Class",
                                     c->name->data, own[i]->name->data));
      }
    }
    AddUnique(&c->interfaces, own[i]);
  }
  for (Class* i : own) {
    // From the last to the first, as class_implements() of php shows.
    for (size_t j = i->interfaces.size(); j-- > 0;) AddUnique(&c->interfaces, i->interfaces[j]);
  }
  // Interfaces may ask for properties.
  for (size_t i = from_parent; i < c->interfaces.size(); ++i) {
    for (auto& entry : c->interfaces[i]->properties) {
      PropertyInfo* wanted = entry.member;
      PropertyInfo** mine = c->properties.Find(entry.name->view());
      if (!mine) {
        c->properties.Put(entry.name, wanted);
        continue;
      }
      if ((*mine)->scope == c) CheckPropertyOverride(c, *mine, wanted);
      if ((*mine)->get_hook || (*mine)->set_hook) {
        for (auto hook : {&PropertyInfo::get_hook, &PropertyInfo::set_hook}) {
          bool stored = !((*mine)->flags & PropertyFlags::kVirtual);
          if (!((*mine)->*hook) && wanted->*hook && !stored) (*mine)->*hook = wanted->*hook;
        }
      }
    }
  }
  // The parent's interfaces were checked with the parent, but its methods may have been overridden:
  // CheckOverride compared those with the parent's, which fit.
  for (size_t i = 0; i < c->interfaces.size(); ++i) {
    Class* interface = c->interfaces[i];
    for (auto& entry : interface->constants) {
      if (i >= from_parent) InheritConstant(c, entry.name, entry.member, true);
    }
    if (i >= from_parent) InheritInterfaceMethods(c, interface);
  }
  for (size_t i = 0; i < c->interfaces.size(); ++i) {
    // Abstract classes may leave it to others to be iterable.
    bool again =
        c->parent && c->parent->Is(ClassFlags::kAbstract) && c->interfaces[i]->name->view() == "Traversable";
    if (i >= from_parent || again) CheckInterface(c, c->interfaces[i]);
  }
}

void CheckAbstractMethods(Class* c) {
  if (c->flags & (ClassFlags::kInterface | ClassFlags::kTrait)) return;
  std::vector<const Function*> missing;
  bool may_lack = c->Is(ClassFlags::kAbstract);  // all but private ones, which nobody else can implement
  for (auto& entry : c->methods) {
    const Function* f = entry.member;
    if (f->Is(FunctionFlags::kAbstract) && (!may_lack || f->Is(FunctionFlags::kPrivate)))
      missing.push_back(f);
  }
  for (auto& entry : c->properties) {
    if (may_lack) break;
    for (Function* hook : {entry.member->get_hook, entry.member->set_hook}) {
      if (hook && hook->Is(FunctionFlags::kAbstract)) missing.push_back(hook);
    }
  }
  if (missing.empty()) return;
  std::string list;
  size_t shown = 0;
  for (const Function* f : missing) {
    if (shown == 3) {
      list += ", ...";
      break;
    }
    if (shown++) list += ", ";
    list += f->scope->name->data;
    list += "::";
    list += f->name->view();
  }
  const char* kind = c->Is(ClassFlags::kEnum) ? "Enum" : "Class";
  const char* plural = missing.size() == 1 ? "" : "s";
  if (may_lack || c->Is(ClassFlags::kEnum)) {
    LinkError(c, absl::StrFormat("%s %s must implement %d abstract private method%s (%s)", kind,
                                 c->name->data, missing.size(), plural, list));
  }
  LinkError(c,
            absl::StrFormat("%s %s contains %d abstract method%s and must therefore be declared abstract or "
                            "implement the remaining methods (%s)",
                            kind, c->name->data, missing.size(), plural, list));
}

// What holds of a property's own hooks.
void CheckHooks(Class* c) {
  for (auto& entry : c->properties) {
    const PropertyInfo* info = entry.member;
    if (info->scope != c || !(info->get_hook || info->set_hook)) continue;
    std::string_view name = info->name->view();
    if (!(info->flags & PropertyFlags::kVirtual)) {
      if (info->get_hook && info->set_hook && info->get_hook->Is(FunctionFlags::kReturnsReference)) {
        LinkError(
            c, absl::StrFormat("Get hook of backed property %s::%s with set hook may not return by reference",
                               c->name->data, name));
      }
    } else if ((info->flags & (PropertyFlags::kPrivateSet | PropertyFlags::kProtectedSet)) &&
               !(info->get_hook && info->set_hook)) {
      LinkError(c, absl::StrFormat("%s virtual property %s::$%s must not specify asymmetric visibility",
                                   info->get_hook ? "Read-only" : "Write-only", c->name->data, name));
    }
    const Function* set = info->set_hook;
    if (!set || set->scope != c) continue;
    const TypeDecl& taken = set->args[0].type;
    auto fits = [=] {
      if (!taken.declared || !info->type.declared) return taken.declared == info->type.declared;
      return IsSubtype(info->type, c, taken, c, c);
    };
    Require(c, fits, [=] {
      MethodError(
          c, set,
          absl::StrFormat("Type of parameter $%s of hook %s::$%s::set must be compatible with property "
                          "type",
                          set->args[0].name->view(), c->name->data, info->name->view()));
    });
  }
}

void CheckOverrideAttributes(Class* c) {
  for (auto& entry : c->properties) {
    for (auto hook : {&PropertyInfo::get_hook, &PropertyInfo::set_hook}) {
      const Function* f = entry.member->*hook;
      if (!f || f->scope != c || !f->Is(FunctionFlags::kOverride) || c->Is(ClassFlags::kTrait)) continue;
      auto has = [&](const Class* ancestor) {
        PropertyInfo* const* theirs = ancestor->properties.Find(entry.name->view());
        if (!theirs || ((*theirs)->flags & FunctionFlags::kPrivate)) return false;
        return (*theirs)->*hook || !((*theirs)->flags & PropertyFlags::kVirtual);
      };
      bool overrides = c->parent && has(c->parent);
      for (const Class* i : c->interfaces) overrides = overrides || has(i);
      if (overrides) continue;
      MethodError(
          c, f,
          absl::StrFormat("%s::%s() has #[\\Override] attribute, but no matching parent method exists",
                          c->name->data, f->name->view()));
    }
  }
  for (auto& entry : c->methods) {
    Function* f = entry.member;
    if (f->scope != c || !f->Is(FunctionFlags::kOverride) || c->Is(ClassFlags::kTrait)) continue;
    bool overrides = f->prototype != nullptr;
    for (Class* p = c->parent; p && !overrides; p = p->parent) {
      Function** m = p->methods.Find(entry.name->view());
      // Constructors are bound by abstract ones only, which have become prototypes.
      overrides = m && !(*m)->Is(FunctionFlags::kPrivate) && !f->Is(FunctionFlags::kConstructor);
    }
    for (Class* i : c->interfaces) overrides = overrides || i->methods.Find(entry.name->view());
    for (Class* t : c->traits) {
      Function** m = t->methods.Find(entry.name->view());
      overrides = overrides || (m && *m != f && (*m)->Is(FunctionFlags::kAbstract));
    }
    if (!overrides) {
      MethodError(
          c, f,
          absl::StrFormat("%s::%s() has #[\\Override] attribute, but no matching parent method exists",
                          c->name->data, f->name->view()));
    }
  }
}

// What linking found out about the names that a declaration uses.
struct Needed {
  Class* parent = nullptr;
  std::vector<Class*> interfaces;
};

bool FindNeeded(Class* c, Needed* out, bool autoload) {
  auto find = [autoload](String* name, const char* what) -> Class* {
    return autoload ? FindClassOrThrow(name, what) : FindClass(name, false);
  };
  c->traits.clear();
  for (String* name : c->trait_names) {
    Class* t = find(name, "Trait");
    if (!t) {
      if (!autoload || (HasException() && c->trait_names.empty())) return false;
      // PHP ends here instead of throwing, unless an autoloader threw.
      if (HasException()) ClearException();
      LinkError(c, absl::StrFormat("Trait \"%s\" not found", name->view()));
    }
    if (!t->Is(ClassFlags::kTrait)) {
      LinkError(c, absl::StrFormat("%s cannot use %s - it is not a trait", c->name->data, t->name->data));
    }
    c->traits.push_back(t);
  }
  if (c->parent_name) {
    out->parent = find(c->parent_name, "Class");
    if (!out->parent) return false;
  }
  for (String* name : c->interface_names) {
    Class* i = find(name, "Interface");
    if (!i) return false;
    out->interfaces.push_back(i);
  }
  return true;
}

void CheckParent(Class* c, Class* parent) {
  const char* mine = c->name->data;
  const char* theirs = parent->name->data;
  if (parent->Is(ClassFlags::kInterface)) {
    LinkError(c, absl::StrFormat("Class %s cannot extend interface %s", mine, theirs));
  }
  if (parent->Is(ClassFlags::kTrait))
    LinkError(c, absl::StrFormat("Class %s cannot extend trait %s", mine, theirs));
  if (parent->Is(ClassFlags::kFinal)) {
    LinkError(c, absl::StrFormat("Class %s cannot extend final class %s", mine, theirs));
  }
  if ((c->flags ^ parent->flags) & ClassFlags::kReadonly) {
    bool readonly = c->Is(ClassFlags::kReadonly);
    LinkError(c,
              absl::StrFormat("%s class %s cannot extend %s class %s", readonly ? "Readonly" : "Non-readonly",
                              mine, readonly ? "non-readonly" : "readonly", theirs));
  }
}

void AddEnumParts(Class* c) {
  auto add_property = [c](const char* name, uint32_t mask) {
    auto* info = new PropertyInfo{};
    info->name = Intern(name);
    info->flags = uint32_t{FunctionFlags::kPublic} | PropertyFlags::kReadonly;
    info->scope = c;
    info->type.declared = true;
    info->type.mask = mask;
    info->slot = c->slot_count++;
    c->properties.Put(info->name, info);
  };
  if (!c->properties.Find("name")) {
    CHECK(c->slot_count == 0);
    add_property("name", TypeDecl::Bit(Type::kString));
    if (c->enum_info->backing != Type::kUndef) add_property("value", TypeDecl::Bit(c->enum_info->backing));
    c->defaults = static_cast<Value*>(Allocate(c->slot_count * sizeof(Value)));
    for (uint32_t i = 0; i < c->slot_count; ++i) new (&c->defaults[i]) Value();
  }
  c->interface_names.insert(c->interface_names.begin(), Intern("UnitEnum"));
  if (c->enum_info->backing != Type::kUndef) {
    c->interface_names.insert(c->interface_names.begin() + 1, Intern("BackedEnum"));
  }
  c->flags |= ClassFlags::kNoDynamicProperties | ClassFlags::kFinal;
}

void CheckEnum(Class* c) {
  static constexpr std::string_view kForbidden[] = {
      "__construct", "__destruct", "__clone", "__sleep",    "__wakeup",    "__set_state", "__get",
      "__set",       "__unset",    "__isset", "__tostring", "__debuginfo", "__serialize", "__unserialize"};
  for (std::string_view name : kForbidden) {
    if (Function** f = c->methods.Find(name)) {
      LinkError(c,
                absl::StrFormat("Enum %s cannot include magic method %s", c->name->data, (*f)->name->view()));
    }
  }
  if (c->properties.size() > (c->enum_info->backing == Type::kUndef ? 1u : 2u)) {
    LinkError(c, absl::StrFormat("Enum %s cannot include properties", c->name->data));
  }
}

int CompareEnums(const Value& a, const Value& b) {
  return a.IsObject() && b.IsObject() && a.obj == b.obj ? 0 : kUncomparable;
}
constexpr ObjectHandlers kEnumHandlers = {.compare = CompareEnums, .cloneable = false};

// Whether a declaration can be linked with nothing more than the classes that are there.
bool TypesAreKnown(Class* c, const Needed& needed) {
  Class* parent = std::exchange(c->parent, needed.parent);
  auto known = [&](Class* ancestor) {
    for (auto& entry : c->methods) {
      Function** theirs = ancestor->methods.Find(entry.name->view());
      bool compared = theirs && entry.member->scope == c && !(*theirs)->Is(FunctionFlags::kPrivate) &&
                      !(*theirs)->Is(FunctionFlags::kConstructor);
      if (compared && !SignatureAnswerable(entry.member, *theirs, c)) return false;
    }
    for (auto& entry : c->properties) {
      PropertyInfo** theirs = ancestor->properties.Find(entry.name->view());
      const PropertyInfo *mine = entry.member, *other = theirs ? *theirs : nullptr;
      if (other && other->type.declared && mine->type.declared &&
          !Answerable([=] { return SameType(mine->type, mine->scope, other->type, other->scope, c); })) {
        return false;
      }
    }
    return true;
  };
  bool all = !needed.parent || known(needed.parent);
  for (Class* i : needed.interfaces) all = all && known(i);
  c->parent = parent;
  return all;
}

bool Link(Class* c, std::span<const ClassTraitRule> rules, bool autoload) {
  Needed needed;
  bool enum_parts = c->Is(ClassFlags::kEnum) && !c->Is(ClassFlags::kBuiltin);
  ClassesBeingLinked().push_back(c);
  bool found = FindNeeded(c, &needed, autoload);
  std::erase(ClassesBeingLinked(), c);
  if (!found || (!autoload && !TypesAreKnown(c, needed))) return false;
  if (!c->Is(ClassFlags::kAnonymous | ClassFlags::kBuiltin) && FindClass(c->lower_name, false)) {
    if (!autoload) return false;
    LinkError(c, "Cannot redeclare " + DeclaredBefore(FindClass(c->lower_name, false)));
  }
  Class* parent = needed.parent;
  for (Class* i : needed.interfaces) {
    if (!i->Is(ClassFlags::kInterface)) {
      LinkError(c, absl::StrFormat("%s cannot implement %s - it is not an interface", c->name->data,
                                   i->name->data));
    }
  }
  if (parent) CheckParent(c, parent);
  if (c->Is(ClassFlags::kImplicitAbstract) && c->traits.empty()) CheckAbstractMethods(c);
  if (enum_parts) {
    for (const char* name : {"cases", "from", "tryFrom"}) {
      bool backed = c->enum_info->backing != Type::kUndef;
      if (c->methods.Find(InternLower(name)->view()) && (backed || std::string_view(name) == "cases")) {
        LinkError(c, absl::StrFormat("Cannot redeclare %s::%s()", c->name->data, name));
      }
    }
    AddEnumParts(c);
    needed.interfaces.clear();
    for (String* name : c->interface_names) needed.interfaces.push_back(FindClass(name, autoload));
    if (g_link_hooks.add_enum_methods) g_link_hooks.add_enum_methods(c);
  }
  c->parent = parent;
  if (parent) {
    constexpr uint32_t kInherited = ClassFlags::kHasTypedProperties | ClassFlags::kNotSerializable |
                                    ClassFlags::kNoDynamicProperties | ClassFlags::kAllowDynamicProperties |
                                    ClassFlags::kHasHooks | ClassFlags::kIsThrowable |
                                    ClassFlags::kHasReadonlyProperties;
    c->flags |= parent->flags & kInherited;
    if (!c->handlers) c->handlers = parent->handlers;
    if (!c->native_size) c->native_size = parent->native_size;
  }
  if (!c->handlers) c->handlers = &kStandardHandlers;
  for (auto& entry : c->methods) {
    if (entry.name->view() == "__construct") entry.member->flags |= FunctionFlags::kConstructor;
  }
  if (!c->traits.empty()) BindTraits(c, rules);
  if (enum_parts) {
    CheckEnum(c);
    c->handlers = &kEnumHandlers;
  }
  if (!c->Is(ClassFlags::kTrait) && c->methods.Find("__tostring") && c->lower_name->view() != "stringable") {
    Class* stringable = FindClass("Stringable", false);
    bool has =
        std::find(needed.interfaces.begin(), needed.interfaces.end(), stringable) != needed.interfaces.end();
    if (stringable && !has) needed.interfaces.push_back(stringable);
  }
  if (parent) {
    for (auto& entry : parent->constants) InheritConstant(c, entry.name, entry.member, false);
    InheritMethods(c, parent);
  }
  LayOutProperties(c, parent);
  ImplementInterfaces(c, needed.interfaces);
  CheckHooks(c);
  CheckPending(c, false);
  FinishClass(c);
  CheckAbstractMethods(c);
  CheckOverrideAttributes(c);
  c->flags |= ClassFlags::kLinked;
  AddClass(c->lower_name, c);
  if (autoload) CheckPending(c, true);  // else its DECLARE_CLASS does
  return true;
}

}  // namespace

bool LinkClass(Class* c, std::span<const ClassTraitRule> rules) { return Link(c, rules, true); }

bool TryLinkClass(Class* c, std::span<const ClassTraitRule> rules) { return Link(c, rules, false); }

void FinishClass(Class* c) {
  auto method = [c](const char* name) -> Function* {
    Function** f = c->methods.Find(name);
    return f ? *f : nullptr;
  };
  c->constructor = method("__construct");
  c->destructor = method("__destruct");
  c->clone = method("__clone");
  c->get = method("__get");
  c->set = method("__set");
  c->isset = method("__isset");
  c->unset = method("__unset");
  c->call = method("__call");
  c->call_static = method("__callstatic");
  c->to_string = method("__tostring");
  c->invoke = method("__invoke");
  c->debug_info = method("__debuginfo");
  c->serialize = method("__serialize");
  c->unserialize = method("__unserialize");
  if (c->get) c->flags |= ClassFlags::kHasMagicGet;
  if (c->set) c->flags |= ClassFlags::kHasMagicSet;
  if (c->isset) c->flags |= ClassFlags::kHasMagicIsset;
  if (c->unset) c->flags |= ClassFlags::kHasMagicUnset;
  for (const Class* i : c->interfaces) {
    if (!i->Is(ClassFlags::kBuiltin)) continue;
    std::string_view name = i->lower_name->view();
    if (name == "iterator") c->flags |= ClassFlags::kIsIterator;
    if (name == "iteratoraggregate") c->flags |= ClassFlags::kIsIteratorAggregate;
    if (name == "arrayaccess") c->flags |= ClassFlags::kIsArrayAccess;
    if (name == "throwable") c->flags |= ClassFlags::kIsThrowable;
    if (name == "serializable" && (!c->serialize || !c->unserialize) &&
        !c->Is(ClassFlags::kBuiltin | ClassFlags::kInterface | ClassFlags::kAbstract)) {
      RaiseMessageAt(
          ErrorLevel::kDeprecated,
          absl::StrFormat("%s implements the Serializable interface, which is deprecated. Implement "
                          "__serialize() and __unserialize() instead (or in addition, if support "
                          "for old PHP versions is necessary)",
                          c->name->view()),
          c->file, c->line_start);
      if (HasException())
        FatalUncaught(
            absl::StrFormat("During inheritance of %s, while implementing Serializable", c->name->data));
    }
  }
  if (c->Is(ClassFlags::kIsIterator)) {
    c->it_current = method("current");
    c->it_key = method("key");
    c->it_next = method("next");
    c->it_rewind = method("rewind");
    c->it_valid = method("valid");
  }
  if (c->Is(ClassFlags::kIsIteratorAggregate)) c->get_iterator = method("getiterator");
  if (c->Is(ClassFlags::kIsArrayAccess)) {
    c->offset_get = method("offsetget");
    c->offset_set = method("offsetset");
    c->offset_exists = method("offsetexists");
    c->offset_unset = method("offsetunset");
  }
  if (!c->handlers) c->handlers = &kStandardHandlers;
  // Without expressions there is nothing to evaluate later.
  bool pending = false;
  for (uint32_t i = 0; i < c->slot_count; ++i) pending = pending || c->defaults[i].type == Type::kConstantAst;
  for (const Value& v : c->statics) pending = pending || v.type == Type::kConstantAst;
  for (auto& entry : c->constants) pending = pending || entry.member->value.type == Type::kConstantAst;
  if (!pending && (!c->parent || c->parent->Is(ClassFlags::kConstantsResolved))) {
    c->flags |= ClassFlags::kConstantsResolved;
  }
}

}  // namespace tusk
