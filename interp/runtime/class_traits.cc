// Composing traits into a class: exclusions, aliases, conflicts.
#include <algorithm>

#include "absl/strings/str_format.h"
#include "interp/runtime/class_internal.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/signature_check.h"

namespace tusk {
namespace {

constexpr uint32_t kVisibility = FunctionFlags::kPublic | FunctionFlags::kProtected | FunctionFlags::kPrivate;

bool SameName(const String* a, const String* b) { return EqualIgnoreCase(a->view(), b->view()); }

Class* RuleTrait(Class* c, String* name) {
  for (Class* t : c->traits) {
    if (EqualIgnoreCase(t->name->view(), name->view())) return t;
  }
  Class* t = FindClass(name, false);
  if (!t) LinkError(c, absl::StrFormat("Could not find trait %s", name->view()));
  if (!t->Is(ClassFlags::kTrait)) {
    LinkError(c, absl::StrFormat(
                     "Class %s is not a trait, Only traits may be used in 'as' and 'insteadof' statements",
                     t->name->data));
  }
  LinkError(c, absl::StrFormat("Required Trait %s wasn't added to %s", t->name->data, c->name->data));
}

bool Excluded(Class* c, std::span<const ClassTraitRule> rules, Class* trait, String* method) {
  for (const ClassTraitRule& rule : rules) {
    if (rule.instead_of.empty() || !SameName(rule.method, method)) continue;
    for (String* name : rule.instead_of) {
      if (RuleTrait(c, name) == trait) return true;
    }
  }
  return false;
}

void CheckRules(Class* c, std::span<const ClassTraitRule> rules) {
  for (size_t i = 0; i < rules.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (rules[i].instead_of.empty() || rules[j].instead_of.empty() ||
          !SameName(rules[i].method, rules[j].method)) {
        continue;
      }
      for (String* a : rules[i].instead_of) {
        for (String* b : rules[j].instead_of) {
          if (!SameName(a, b)) continue;
          LinkError(c, absl::StrFormat(
                           "Failed to evaluate a trait precedence (%s). Method of trait %s was defined to be "
                           "excluded multiple times",
                           rules[i].method->view(), RuleTrait(c, a)->name->data));
        }
      }
    }
  }
  for (const ClassTraitRule& rule : rules) {
    String* lower = InternLower(rule.method->view());
    if (rule.trait) {
      Class* t = RuleTrait(c, rule.trait);
      if (!t->methods.Find(lower->view())) {
        LinkError(c, rule.instead_of.empty()
                         ? absl::StrFormat("An alias was defined for %s::%s but this method does not exist",
                                           t->name->data, rule.method->view())
                         : absl::StrFormat(
                               "A precedence rule was defined for %s::%s but this method does not exist",
                               t->name->data, rule.method->view()));
      }
      for (String* name : rule.instead_of) {
        if (RuleTrait(c, name) == t) {
          LinkError(c, absl::StrFormat(
                           "Inconsistent insteadof definition. The method %s is to be used from %s, but "
                           "%s is also on the exclude list",
                           rule.method->view(), t->name->data, t->name->data));
        }
      }
      continue;
    }
    const Class* found = nullptr;
    for (const Class* t : c->traits) {
      if (!t->methods.Find(lower->view())) continue;
      if (found) {
        LinkError(c,
                  absl::StrFormat("An alias was defined for method %s(), which exists in both %s and %s. Use "
                                  "%s::%s or %s::%s to resolve the ambiguity",
                                  rule.method->view(), found->name->data, t->name->data, found->name->data,
                                  rule.method->view(), t->name->data, rule.method->view()));
      }
      found = t;
    }
    if (!found) {
      LinkError(
          c,
          rule.alias
              ? absl::StrFormat("An alias (%s) was defined for method %s(), but this method does not exist",
                                rule.alias->view(), rule.method->view())
              : absl::StrFormat("The modifiers of the trait method %s() are changed, but this method "
                                "does not exist. Error",
                                rule.method->view()));
    }
  }
}

// An abstract method of a trait binds what the class has under its name.
void CheckAbstract(Class* c, Class* trait, Function* own, Function* abstract) {
  if ((own->flags ^ abstract->flags) & FunctionFlags::kStatic) {
    bool was_static = abstract->Is(FunctionFlags::kStatic);
    LinkError(c,
              absl::StrFormat("Cannot make %s method %s::%s() %s in class %s",
                              was_static ? "static" : "non static", trait->name->data, abstract->name->view(),
                              was_static ? "non static" : "static", own->scope->name->data));
  }
  CheckSignature(own, abstract, c);
}

void AddMethod(Class* c, Class* trait, Function* original, String* name, String* lower, uint32_t visibility) {
  Function* copy = g_link_hooks.copy_function(original);
  copy->scope = c;
  copy->name = name;
  Class* origin = TraitOrigin(original);
  RememberTraitOrigin(copy, origin ? origin : trait);
  if (visibility & kVisibility) copy->flags = (copy->flags & ~kVisibility) | (visibility & kVisibility);
  if (visibility & FunctionFlags::kFinal) copy->flags |= FunctionFlags::kFinal;
  constexpr uint32_t kFinalPrivate = FunctionFlags::kPrivate | FunctionFlags::kFinal;
  if ((visibility & FunctionFlags::kFinal) && (copy->flags & kFinalPrivate) == kFinalPrivate &&
      lower->view() != "__construct") {
    RaiseMessageAt(128, "Private methods cannot be final as they are never overridden by other classes",
                   c->file, c->line_start);
  }
  if (lower->view() == "__construct") copy->flags |= FunctionFlags::kConstructor;
  bool abstract = copy->Is(FunctionFlags::kAbstract);
  Function** existing = c->methods.Find(lower->view());
  if (existing) {
    Function* mine = *existing;
    // The class's own method wins.
    if (!mine->Is(FunctionFlags::kFromTrait)) {
      if (abstract) CheckAbstract(c, trait, mine, copy);
      return;
    }
    if (g_link_hooks.same_code(mine, copy)) return;  // one trait's method, reached in two ways
    if (abstract) {
      CheckAbstract(c, trait, mine, copy);
      return;
    }
    if (!mine->Is(FunctionFlags::kAbstract)) {
      Class* other = TraitOrigin(mine);
      LinkError(
          c, absl::StrFormat("Trait method %s::%s has not been applied as %s::%s, because of collision with "
                             "%s::%s",
                             trait->name->data, original->name->view(), c->name->data, name->view(),
                             other ? other->name->data : c->name->data, mine->name->view()));
    }
    CheckSignature(copy, mine, c);
  } else if (abstract && c->parent) {
    // The parent's implementation will do.
    Function** inherited = c->parent->methods.Find(lower->view());
    if (inherited && !(*inherited)->Is(FunctionFlags::kPrivate | FunctionFlags::kAbstract)) {
      CheckAbstract(c, trait, *inherited, copy);
      return;
    }
  }
  copy->flags |= FunctionFlags::kFromTrait;
  c->methods.Put(lower, copy);
}

void AddMethods(Class* c, std::span<const ClassTraitRule> rules) {
  for (Class* trait : c->traits) {
    for (auto& entry : trait->methods) {
      Function* f = entry.member;
      // Aliases come first, as in PHP: they exist even for excluded methods.
      uint32_t visibility = 0;
      for (const ClassTraitRule& rule : rules) {
        if (!rule.instead_of.empty() || !SameName(rule.method, f->name)) continue;
        if (rule.trait && RuleTrait(c, rule.trait) != trait) continue;
        if (rule.alias) {
          AddMethod(c, trait, f, Intern(rule.alias->view()), InternLower(rule.alias->view()), rule.flags);
        } else {
          visibility = rule.flags;
        }
      }
      if (Excluded(c, rules, trait, f->name)) continue;
      AddMethod(c, trait, f, f->name, entry.name, visibility);
    }
  }
}

// Expressions are compared by what they give.
bool SameDefault(Class* c, Value a, Value b) {
  if (a.type == Type::kConstantAst && b.type == Type::kConstantAst && a.ptr == b.ptr) return true;
  bool owns_a = a.type == Type::kConstantAst;
  bool owns_b = b.type == Type::kConstantAst;
  bool same = false;
  if (owns_a && !g_state->evaluate_constant(&a, c)) {
    owns_a = owns_b = false;
  } else if (owns_b && !g_state->evaluate_constant(&b, c)) {
    owns_b = false;
  } else {
    same = a.type == b.type && (a.IsUndef() || Identical(a, b));
  }
  if (owns_a) Release(a);
  if (owns_b) Release(b);
  if (HasException()) ClearException();
  return same;
}

void AddProperties(Class* c) {
  std::vector<Value> defaults(c->defaults, c->defaults + c->slot_count);
  std::vector<std::pair<PropertyInfo*, Class*>> origins;
  for (Class* trait : c->traits) {
    for (auto& entry : trait->properties) {
      PropertyInfo* theirs = entry.member;
      bool is_static = theirs->flags & FunctionFlags::kStatic;
      const Value value = is_static ? theirs->scope->statics[theirs->slot] : trait->defaults[theirs->slot];
      PropertyInfo** own = c->properties.Find(entry.name->view());
      if (own) {
        PropertyInfo* mine = *own;
        constexpr uint32_t kCompared = kVisibility | FunctionFlags::kStatic | PropertyFlags::kReadonly;
        bool differs =
            ((mine->flags ^ theirs->flags) & kCompared) || !SameType(mine->type, c, theirs->type, trait, c);
        differs = differs || mine->get_hook || mine->set_hook || theirs->get_hook || theirs->set_hook;
        if (!differs) {
          const Value mine_value = is_static ? c->statics[mine->slot] : defaults[mine->slot];
          differs = !SameDefault(c, mine_value, value);
        }
        if (differs) {
          Class* first = mine->scope;
          for (auto& [info, from] : origins) {
            if (info == mine) first = from;
          }
          if (mine->get_hook || mine->set_hook || theirs->get_hook || theirs->set_hook) {
            LinkError(c, absl::StrFormat(
                             "%s and %s define the same hooked property ($%s) in the composition of "
                             "%s. Conflict resolution between hooked properties is currently not "
                             "supported. Class was composed",
                             first->name->data, trait->name->data, theirs->name->view(), c->name->data));
          }
          LinkError(c, absl::StrFormat(
                           "%s and %s define the same property ($%s) in the composition of %s. However, the "
                           "definition differs and is considered incompatible. Class was composed",
                           first->name->data, trait->name->data, theirs->name->view(), c->name->data));
        }
        continue;
      }
      auto* info = new PropertyInfo(*theirs);
      info->scope = c;
      if (c->Is(ClassFlags::kReadonly) && !(info->flags & PropertyFlags::kReadonly)) {
        LinkError(c,
                  absl::StrFormat("Readonly class %s cannot use trait with a non-readonly property %s::$%s",
                                  c->name->data, trait->name->data, info->name->view()));
      }
      auto copy_hook = [c](Function* hook) {
        if (!hook) return hook;
        Function* copy = g_link_hooks.copy_function(hook);
        copy->scope = c;
        return copy;
      };
      info->get_hook = copy_hook(theirs->get_hook);
      info->set_hook = copy_hook(theirs->set_hook);
      Retain(value);
      if (is_static) {
        info->slot = static_cast<uint32_t>(c->statics.size());
        c->statics.push_back(value);
      } else {
        info->slot = static_cast<uint32_t>(defaults.size());
        defaults.push_back(value);
      }
      c->properties.Put(entry.name, info);
      origins.emplace_back(info, trait);
    }
  }
  if (defaults.size() != c->slot_count) {
    if (c->defaults) Free(c->defaults, c->slot_count * sizeof(Value));
    c->slot_count = static_cast<uint32_t>(defaults.size());
    c->defaults = static_cast<Value*>(Allocate(c->slot_count * sizeof(Value)));
    for (uint32_t i = 0; i < c->slot_count; ++i) new (&c->defaults[i]) Value(defaults[i]);
  }
}

void AddConstants(Class* c) {
  std::vector<std::pair<ClassConstant*, Class*>> origins;
  for (Class* trait : c->traits) {
    for (auto& entry : trait->constants) {
      ClassConstant** own = c->constants.Find(entry.name->view());
      if (own) {
        ClassConstant* mine = *own;
        if (mine->flags & kEnumCase) {
          LinkError(c, absl::StrFormat("Cannot use trait %s, because %s::%s conflicts with enum case %s::%s",
                                       trait->name->data, trait->name->data, entry.name->view(),
                                       c->name->data, entry.name->view()));
        }
        if (mine->flags != entry.member->flags || !SameType(mine->type, c, entry.member->type, trait, c) ||
            !SameDefault(c, mine->value, entry.member->value)) {
          Class* first = mine->scope;
          for (auto& [constant, from] : origins) {
            if (constant == mine) first = from;
          }
          LinkError(c, absl::StrFormat(
                           "%s and %s define the same constant (%s) in the composition of %s. However, the "
                           "definition differs and is considered incompatible. Class was composed",
                           first->name->data, trait->name->data, entry.name->view(), c->name->data));
        }
        continue;
      }
      auto* constant = new ClassConstant(*entry.member);
      constant->scope = c;
      Retain(constant->value);
      c->constants.Put(entry.name, constant);
      origins.emplace_back(constant, trait);
    }
  }
}

}  // namespace

void BindTraits(Class* c, std::span<const ClassTraitRule> rules) {
  CheckRules(c, rules);
  AddConstants(c);
  AddMethods(c, rules);
  AddProperties(c);
}

}  // namespace tusk
