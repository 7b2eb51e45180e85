// What __toString() of the reflection classes prints.
#include <cstdio>
#include <string>
#include <vector>

#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/closure.h"

namespace tusk {
namespace {

using F = FunctionFlags;
using C = ClassFlags;

constexpr const char* kMore = "    ";  // members are indented by this

void AppendEscaped(std::string* out, std::string_view s) {
  for (char c : s) {
    switch (c) {
      case '\n': *out += "\\n"; break;
      case '\r': *out += "\\r"; break;
      case '\t': *out += "\\t"; break;
      case '\f': *out += "\\f"; break;
      case '\v': *out += "\\v"; break;
      case '\\': *out += "\\\\"; break;
      case '\x1b': *out += "\\e"; break;
      default:
        if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) {
          char hex[8];
          out->append(hex, static_cast<size_t>(
                               std::snprintf(hex, sizeof hex, "\\x%02X", static_cast<unsigned char>(c))));
        } else {
          *out += c;
        }
    }
  }
}

// "<internal:Core" or "<user".
std::string Origin(std::string_view extension, bool user) {
  if (user) return "<user";
  return extension.empty() ? "<internal" : MakeText("<internal:", extension);
}

std::string_view VisibilityOf(uint32_t flags) {
  return flags & F::kPrivate ? "private" : flags & F::kProtected ? "protected" : "public";
}

void AppendParameters(std::string* out, const Function* f, const std::string& indent) {
  uint32_t count = ParameterCount(f);
  if (!count && IsUserCode(f) && !f->return_type.declared) return;
  AppendText(out, "\n", indent, "- Parameters [", count, "] {\n");
  for (uint32_t i = 0; i < count; ++i) AppendText(out, indent, "  ", ParameterText(f, i), "\n");
  AppendText(out, indent, "}\n");
}
void AppendBoundVariables(std::string* out, const Function* f, const std::string& indent) {
  const Array* bound = static_cast<const OpArray*>(f)->static_variables;
  if (!bound || !bound->count) return;
  AppendText(out, "\n", indent, "- Bound Variables [", bound->count, "] {\n");
  int number = 0;
  for (uint32_t p = First(bound); p != kEnd; p = Next(bound, p))
    AppendText(out, indent, "    Variable #", number++, " [ $", KeyAt(bound, p).name->view(), " ]\n");
  AppendText(out, indent, "}\n");
}

// Methods as `c` shows them, static ones or the others, and how many they are.
std::string MethodTexts(Class* c, bool is_static, const std::string& indent, size_t* count) {
  std::string out;
  for (const auto& entry : c->methods) {
    Function* f = entry.member;
    if (f->Is(F::kStatic) != is_static || Hidden(c, f->flags, f->scope)) continue;
    ++*count;
    AppendText(&out, "\n", FunctionText({.cls = c, .function = f, .name = f->name}, indent));
  }
  return out;
}
std::string PropertyTexts(Class* c, bool is_static, const std::string& indent, size_t* count) {
  std::string out;
  for (bool own : {true, false}) {
    for (const auto& entry : c->properties) {
      const PropertyInfo* info = entry.member;
      if (((info->flags & F::kStatic) != 0) != is_static || (info->scope == c) != own ||
          Hidden(c, info->flags, info->scope))
        continue;
      ++*count;
      out += PropertyText(info, info->name, c, indent);
    }
  }
  return out;
}
void AppendSection(std::string* out, const std::string& indent, std::string_view title, size_t count,
                   std::string_view body) {
  AppendText(out, "\n", indent, "  - ", title, " [", count, "] {", body, indent, "  }\n");
}

}  // namespace

std::string DefaultValueText(const Value& v) {
  if (v.IsNullOrUndef()) return "NULL";
  if (v.type == Type::kConstantAst) return std::string(static_cast<const OpArray*>(v.ptr)->doc_comment);
  if (v.IsBool()) return v.IsTrue() ? "true" : "false";
  std::string out;
  if (v.IsString()) {
    out = "'";
    AppendEscaped(&out, v.str->view());
    return out + "'";
  }
  if (v.IsArray()) {
    int64_t next = 0;
    bool list = true;
    for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
      ArrayKey key = KeyAt(v.arr, p);
      list = list && key.IsInt() && key.num == next++;
    }
    out = "[";
    for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
      if (out.size() > 1) out += ", ";
      ArrayKey key = KeyAt(v.arr, p);
      if (!list && key.IsInt()) AppendText(&out, key.num, " => ");
      if (!list && key.name) {
        out += "'";
        AppendEscaped(&out, key.name->view());
        out += "' => ";
      }
      out += DefaultValueText(Deref(ValueAt(v.arr, p)));
    }
    return out + "]";
  }
  if (v.IsObject()) {
    if (!v.obj->cls->Is(C::kEnum)) return MakeText("object(", v.obj->cls->name->view(), ")");
    return MakeText(v.obj->cls->name->view(), "::", v.obj->props()[0].str->view());
  }
  if (String* s = ToString(v)) {
    out = s->view();
    Release(s);
  }
  return out;
}

std::string ParameterText(const Function* f, uint32_t index) {
  const ArgInfo& arg = f->args[index];
  bool variadic = arg.variadic || index >= f->arg_count;
  bool required = index < f->required_args;
  std::string out = MakeText("Parameter #", index, " [ ", required ? "<required> " : "<optional> ");
  if (arg.type.declared) AppendText(&out, TypeText(arg.type), " ");
  if (arg.by_reference || arg.prefer_reference) out += '&';
  if (variadic) out += "...";
  AppendText(&out, "$", arg.name ? arg.name->view() : std::string_view("param"));
  if (!required && !variadic) {
    if (String* text = ParameterDefaultSource(f, index)) {
      AppendText(&out, " = ", text->view());
      Release(text);
    } else if (!IsUserCode(f)) {
      out += " = <default>";
    }
  }
  return out + " ]";
}

std::string FunctionText(const Reflected& of, const std::string& indent) {
  const Function* f = of.function;
  bool invoke = f->Is(F::kClosure) && of.cls && of.name && of.name->view() == "__invoke";
  bool closure = f->Is(F::kClosure | F::kFakeClosure) && !invoke;
  bool user = IsUserCode(f) && !invoke;
  std::string out;
  if (user && !f->doc_comment.empty()) AppendText(&out, indent, f->doc_comment, "\n");
  AppendText(&out, indent,
             closure              ? "Closure [ "
             : f->scope || invoke ? "Method [ "
                                  : "Function [ ",
             user ? "<user" : "<internal", f->Is(F::kDeprecated) ? ", deprecated" : "");
  if (!user && !ExtensionOf(f).empty()) AppendText(&out, ":", ExtensionOf(f));
  if (of.cls && f->scope) {
    if (f->scope != of.cls) {
      AppendText(&out, ", inherits ", f->scope->name->view());
    } else if (f->scope->parent) {
      const Function* over = MethodNamed(f->scope->parent, nullptr, f->name->view());
      if (over && over->scope != f->scope && !over->Is(F::kPrivate))
        AppendText(&out, ", overwrites ", over->scope->name->view());
    }
  }
  if (f->prototype && f->prototype->scope)
    AppendText(&out, ", prototype ", f->prototype->scope->name->view());
  if (f->scope && EqualIgnoreCase(f->name->view(), "__construct")) out += ", ctor";
  out += "> ";
  if (f->Is(F::kAbstract)) out += "abstract ";
  if (f->Is(F::kFinal)) out += "final ";
  if (f->Is(F::kStatic)) out += "static ";
  if (f->scope || invoke) {
    AppendText(&out, VisibilityOf(f->flags), " method ");
  } else {
    out += "function ";
  }
  AppendText(&out, f->Is(F::kReturnsReference) ? "&" : "", of.name->view(), " ] {\n");
  if (user) {
    const auto* code = static_cast<const OpArray*>(f);
    AppendText(&out, indent, "  @@ ", code->file->view(), " ", code->line_start, " - ", code->line_end, "\n");
    if (closure) AppendBoundVariables(&out, f, indent + "  ");
  }
  AppendParameters(&out, f, indent + "  ");
  if (f->return_type.declared) {
    AppendText(&out, "  ", indent, "- ", TentativeReturn(f) ? "Tentative return" : "Return", " [ ",
               TypeText(f->return_type), " ]\n");
  }
  return MakeText(out, indent, "}\n");
}

std::string PropertyText(const PropertyInfo* info, String* name, Class* c, const std::string& indent) {
  if (!info) return MakeText(indent, "Property [ <dynamic> public $", name->view(), " ]\n");
  std::string out;
  if (!info->doc_comment.empty()) AppendText(&out, indent, info->doc_comment, "\n");
  // Visibility for writing is named where it differs.
  int64_t modifiers = PropertyModifiers(info) & ~int64_t{512};
  if (modifiers & 4) modifiers &= ~int64_t{4096};
  if (modifiers & (2 | 4)) modifiers &= ~int64_t{2048};
  AppendText(&out, indent, "Property [ ", ModifierNames(modifiers), " ");
  if (info->type.declared) AppendText(&out, TypeText(info->type), " ");
  AppendText(&out, "$", info->name->view());
  if (!ResolveClassConstants(c)) return {};
  Value v = PropertyDefault(info, c);
  if (!v.IsUndef()) AppendText(&out, " = ", DefaultValueText(v));
  Release(v);
  return out + " ]\n";
}

std::string ConstantText(String* name, ClassConstant* constant, const std::string& indent) {
  Value v = ConstantValueOf(name, constant);
  if (HasException()) return {};
  std::string out;
  if (!constant->doc_comment.empty()) AppendText(&out, indent, constant->doc_comment, "\n");
  std::string type = constant->type.declared ? TypeText(constant->type) : PlainTypeName(v);
  AppendText(&out, indent, "Constant [ ", ModifierNames(ConstantModifiers(constant)), " ", type, " ",
             name->view(), " ] { ");
  if (v.IsArray()) {
    out += "Array";
  } else if (v.IsObject()) {
    out += "Object";
  } else if (String* s = ToString(v)) {
    AppendText(&out, s->view());
    Release(s);
  }
  Release(v);
  return out + " }\n";
}

std::string ClassText(Class* c, Object* instance, const std::string& indent) {
  bool user = !c->Is(C::kBuiltin);
  std::string out;
  if (!c->doc_comment.empty()) AppendText(&out, indent, c->doc_comment, "\n");
  const char* kind = instance               ? "Object of class"
                     : c->Is(C::kInterface) ? "Interface"
                     : c->Is(C::kTrait)     ? "Trait"
                                            : "Class";
  AppendText(&out, indent, kind, " [ ", Origin(ExtensionOf(c), user), "> ");
  if (c->Is(C::kHasHooks) && !c->Is(C::kInterface)) out += "<iterateable> ";
  for (const Class* i : c->interfaces) {
    if (!c->Is(C::kInterface) && i->lower_name->view() == "traversable") out += "<iterateable> ";
  }
  if (c->Is(C::kInterface)) {
    out += "interface ";
  } else if (c->Is(C::kTrait)) {
    out += "trait ";
  } else {
    if (c->Is(C::kAbstract | C::kImplicitAbstract)) out += "abstract ";
    if (c->Is(C::kFinal | C::kEnum)) out += "final ";
    if (c->Is(C::kReadonly)) out += "readonly ";
    out += "class ";
  }
  AppendText(&out, c->name->view());
  if (c->parent) AppendText(&out, " extends ", c->parent->name->view());
  const char* before = c->Is(C::kInterface) ? " extends " : " implements ";
  for (const Class* i : c->interfaces) {
    AppendText(&out, before, i->name->view());
    before = ", ";
  }
  out += " ] {\n";
  if (user && c->file)
    AppendText(&out, indent, "  @@ ", c->file->view(), " ", c->line_start, "-", c->line_end, "\n");

  std::string inner = indent + kMore;
  size_t count = 0;
  std::string body = "\n";
  for (const auto& entry : c->constants) {
    if (Hidden(c, entry.member->flags, entry.member->scope)) continue;
    ++count;
    body += ConstantText(entry.name, entry.member, inner);
    if (HasException()) return {};
  }
  AppendSection(&out, indent, "Constants", count, body);

  count = 0;
  body = PropertyTexts(c, true, inner, &count);
  AppendSection(&out, indent, "Static properties", count, "\n" + body);
  count = 0;
  body = MethodTexts(c, true, inner, &count);
  AppendSection(&out, indent, "Static methods", count, count ? body : "\n");
  count = 0;
  body = PropertyTexts(c, false, inner, &count);
  AppendSection(&out, indent, "Properties", count, "\n" + body);
  if (instance) {
    body = "\n";
    count = 0;
    if (const Array* dynamic = instance->dynamic) {
      for (uint32_t p = First(dynamic); p != kEnd; p = Next(dynamic, p)) {
        ArrayKey key = KeyAt(dynamic, p);
        if (key.name && c->properties.Find(key.name)) continue;
        ++count;
        AppendText(&body, inner, "Property [ <dynamic> public $");
        if (key.name) {
          AppendText(&body, key.name->view());
        } else {
          AppendText(&body, key.num);
        }
        body += " ]\n";
      }
    }
    AppendSection(&out, indent, "Dynamic properties", count, body);
  }
  count = 0;
  body = MethodTexts(c, false, inner, &count);
  AppendSection(&out, indent, "Methods", count, count ? body : "\n");
  return HasException() ? std::string() : MakeText(out, indent, "}\n");
}

}  // namespace tusk
