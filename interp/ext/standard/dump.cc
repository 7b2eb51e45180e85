// var_dump, print_r, var_export and their relatives.
#include "interp/ext/standard/dump.h"

#include "interp/ext/tables.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object.h"
#include "interp/runtime/output.h"
#include "interp/runtime/property_lookup.h"
#include "interp/runtime/resource.h"

namespace tusk {

PropertyKey Unmangle(std::string_view key) {
  if (key.empty() || key[0] != '\0') return {"", key};
  // The class may be anonymous: its name has a hidden part behind a NUL of its own.
  size_t end = key.find('\0', 1), last = key.rfind('\0');
  if (end == key.npos) return {"", key};
  return {key.substr(1, end - 1), key.substr(last + 1)};
}

Array* PropertiesForDump(Object* o) {
  if (Function* f = o->cls->debug_info) {
    Value result;
    g_state->call(f, o, o->cls, 0, nullptr, &result);
    if (HasException()) return nullptr;
    if (result.IsArray()) return result.arr;
    if (result.IsNull()) return NewArray();
    Release(result);
    FatalError("__debuginfo() must return an array");
  }
  if (o->cls->handlers && o->cls->handlers->properties_for_dump)
    return o->cls->handlers->properties_for_dump(o);
  if (TUSK_UNLIKELY(o->flags & ObjectFlags::kLazyProxy)) {
    Array* out = NewHash(1);
    SetStr(out, "instance", Copy(Value(ProxiedObject(o))));
    return out;
  }
  return PropertiesToArray(o);
}

bool EnterRecursion(RefCounted* counted) {
  if (counted->info & RefCounted::kProtected) return false;
  counted->info |= RefCounted::kProtected;
  return true;
}
void LeaveRecursion(RefCounted* counted) { counted->info &= ~RefCounted::kProtected; }

namespace {

void Indent(StringBuilder* out, int n) {
  if (n > 0) out->Append(static_cast<size_t>(n), ' ');
}

// The case's name of an enum object.
String* EnumCase(Object* o) { return o->props()[0].str; }

void DumpPropertyKey(std::string_view key, StringBuilder* out) {
  PropertyKey p = Unmangle(key);
  out->Append("[\"");
  out->Append(p.name);
  out->Append('"');
  if (p.class_name == "*") {
    out->Append(":protected");
  } else if (!p.class_name.empty()) {
    out->Append(":\"");
    out->Append(p.class_name);
    out->Append("\":private");
  }
  out->Append("]=>\n");
}

// " refcount(2)": what debug_zval_dump adds; strings and arrays that are shared for ever have no count.
void AppendCount(uint32_t count, StringBuilder* out) {
  if (count >= RefCounted::kImmortal / 2) return out->Append(" interned");
  out->Append(" refcount(");
  out->AppendInt(count);
  out->Append(')');
}

void Dump(const Value& value, int indent, bool counts, StringBuilder* out);

void DumpObject(Object* o, int indent, bool counts, StringBuilder* out) {
  uint32_t refcount = o->refcount;
  if (o->cls->Is(ClassFlags::kEnum) && !counts) {
    out->Append("enum(");
    out->Append(o->cls->name->view());
    out->Append("::");
    out->Append(EnumCase(o)->view());
    return out->Append(")\n");
  }
  if (!EnterRecursion(o)) return out->Append("*RECURSION*\n");
  Array* props = PropertiesForDump(o);
  if (!props) return LeaveRecursion(o);
  if (IsLazy(o)) out->Append(IsProxy(o) ? "lazy proxy " : "lazy ghost ");
  out->Append("object(");
  out->Append(o->cls->name->data);  // to the hidden part of an anonymous class's name
  out->Append(")#");
  out->AppendInt(o->handle);
  out->Append(" (");
  out->AppendInt(props->count);
  out->Append(')');
  if (counts) AppendCount(refcount, out);
  out->Append(counts ? "{\n" : " {\n");
  bool standard = !o->cls->debug_info && !(o->flags & ObjectFlags::kLazyProxy) &&
                  !(o->cls->handlers && o->cls->handlers->properties_for_dump);
  uint32_t slot = 0;
  uint32_t slots = standard ? o->cls->slot_count : 0;
  // Typed properties without a value stand between the others, in declaration order.
  auto uninitialised = [&](const PropertyInfo* upto) {
    for (; slot < slots; ++slot) {
      const PropertyInfo* info = o->cls->slot_info[slot];
      if (info == upto) {
        ++slot;
        return;
      }
      if (!o->props()[slot].IsUndef() || !info || !info->type.declared) continue;
      if (info->flags & PropertyFlags::kVirtual) continue;
      Indent(out, indent + 2);
      out->Append("[\"");
      out->Append(info->name->view());
      out->Append('"');
      if (info->flags & FunctionFlags::kProtected) out->Append(":protected");
      if (info->flags & FunctionFlags::kPrivate) {
        out->Append(":\"");
        out->Append(info->scope->name->view());
        out->Append("\":private");
      }
      out->Append("]=>\n");
      Indent(out, indent + 2);
      out->Append("uninitialized(");
      String* type = TypeToString(info->type);
      out->Append(type->view());
      Release(type);
      out->Append(")\n");
    }
  };
  for (uint32_t p = First(props); p != kEnd; p = Next(props, p)) {
    ArrayKey key = KeyAt(props, p);
    if (slot < slots && !key.IsInt()) {
      PropertyKey property = Unmangle(key.name->view());
      const PropertyInfo* declared = nullptr;  // stays so for dynamic ones, which come after all others
      for (uint32_t i = slot; i < slots && !declared; ++i) {
        const PropertyInfo* info = o->cls->slot_info[i];
        if (info && info->name->view() == property.name && !o->props()[i].IsUndef()) declared = info;
      }
      uninitialised(declared);
    }
    Indent(out, indent + 2);
    if (key.IsInt()) {
      out->Append('[');
      out->AppendInt(key.num);
      out->Append("]=>\n");
    } else {
      DumpPropertyKey(key.name->view(), out);
    }
    Dump(ValueAt(props, p), indent + 2, counts, out);
  }
  uninitialised(nullptr);
  Indent(out, indent);
  out->Append("}\n");
  LeaveRecursion(o);
  Release(Value(props));
}

void Dump(const Value& value, int indent, bool counts, StringBuilder* out) {
  Indent(out, indent);
  Value v = value;
  if (v.IsReference() && counts) {
    bool shared = v.ref->refcount > 1;
    if (shared) {
      out->Append("reference");
      AppendCount(v.ref->refcount, out);
      out->Append(" {\n");
      Dump(v.ref->value, indent + 2, counts, out);
      Indent(out, indent);
      return out->Append("}\n");
    }
    v = v.ref->value;
  } else if (v.IsReference()) {
    bool shared = v.ref->refcount > 1;
    v = v.ref->value;
    bool walked = (v.IsArray() || v.IsObject()) && (v.rc->info & RefCounted::kProtected);
    if (shared && !walked) out->Append('&');
  }
  switch (v.type) {
    case Type::kFalse: return out->Append("bool(false)\n");
    case Type::kTrue: return out->Append("bool(true)\n");
    case Type::kInt:
      out->Append("int(");
      out->AppendInt(v.i);
      return out->Append(")\n");
    case Type::kFloat:
      out->Append("float(");
      out->AppendFloat(v.d, g_serialize_precision);
      return out->Append(")\n");
    case Type::kString:
      out->Append("string(");
      out->AppendInt(static_cast<int64_t>(v.str->length));
      out->Append(") \"");
      out->Append(v.str->view());
      out->Append('"');
      if (counts) AppendCount(v.str->Interned() ? RefCounted::kImmortal : v.str->refcount, out);
      return out->Append('\n');
    case Type::kArray: {
      Array* a = v.arr;
      uint32_t refcount = a->refcount;
      if (a->refcount < RefCounted::kImmortal / 2 && !EnterRecursion(a)) return out->Append("*RECURSION*\n");
      Retain(a);
      out->Append("array(");
      out->AppendInt(a->count);
      out->Append(')');
      if (counts) AppendCount(refcount, out);
      out->Append(counts && refcount < RefCounted::kImmortal / 2 ? "{\n" : " {\n");
      for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
        ArrayKey key = KeyAt(a, p);
        Indent(out, indent + 2);
        if (key.IsInt()) {
          out->Append('[');
          out->AppendInt(key.num);
          out->Append("]=>\n");
        } else {
          out->Append("[\"");
          out->Append(key.name->view());
          out->Append("\"]=>\n");
        }
        Dump(ValueAt(a, p), indent + 2, counts, out);
      }
      Indent(out, indent);
      out->Append("}\n");
      LeaveRecursion(a);
      return Release(Value(a));
    }
    case Type::kObject: return DumpObject(v.obj, indent, counts, out);
    case Type::kResource:
      out->Append("resource(");
      out->AppendInt(v.res->id);
      out->Append(") of type (");
      out->Append(v.res->type_name ? v.res->type_name : "Unknown");
      out->Append(')');
      if (counts) AppendCount(v.res->refcount, out);
      return out->Append('\n');
    default: return out->Append("NULL\n");
  }
}

}  // namespace

void VarDump(const Value& value, int indent, StringBuilder* out) { Dump(value, indent, false, out); }

namespace {

void PrintElements(Array* a, int indent, bool object, StringBuilder* out) {
  Indent(out, indent);
  out->Append("(\n");
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    Indent(out, indent + 4);
    out->Append('[');
    if (key.IsInt()) {
      out->AppendInt(key.num);
    } else if (object) {
      PropertyKey property = Unmangle(key.name->view());
      out->Append(property.name);
      if (property.class_name == "*") {
        out->Append(":protected");
      } else if (!property.class_name.empty()) {
        out->Append(':');
        out->Append(property.class_name);
        out->Append(":private");
      }
    } else {
      out->Append(key.name->view());
    }
    out->Append("] => ");
    PrintR(ValueAt(a, p), indent + 8, out);
    out->Append('\n');
  }
  Indent(out, indent);
  out->Append(")\n");
}

}  // namespace

void PrintR(const Value& value, int indent, StringBuilder* out) {
  const Value v = Deref(value);
  switch (v.type) {
    case Type::kArray: {
      Array* a = v.arr;
      out->Append("Array\n");
      if (!a->Immortal() && !EnterRecursion(a)) return out->Append(" *RECURSION*");
      PrintElements(a, indent, false, out);
      return LeaveRecursion(a);
    }
    case Type::kObject: {
      Object* o = v.obj;
      out->Append(o->cls->name->data);
      if (o->cls->Is(ClassFlags::kEnum)) {
        out->Append(" Enum");
        if (o->cls->enum_info && o->cls->enum_info->backing != Type::kUndef) {
          out->Append(o->cls->enum_info->backing == Type::kInt ? ":int" : ":string");
        }
        out->Append('\n');
      } else {
        out->Append(" Object\n");
      }
      if (!EnterRecursion(o)) return out->Append(" *RECURSION*");
      Array* props = PropertiesForDump(o);
      if (props) {
        PrintElements(props, indent, true, out);
        Release(Value(props));
      }
      return LeaveRecursion(o);
    }
    case Type::kString: return out->Append(v.str->view());
    case Type::kInt: return out->AppendInt(v.i);
    default: {
      String* s = ToString(v);
      if (!s) return;
      out->Append(s->view());
      return Release(s);
    }
  }
}

namespace {

void ExportString(std::string_view s, StringBuilder* out) {
  out->Append('\'');
  for (char c : s) {
    if (c == '\0') {
      out->Append("' . \"\\0\" . '");
    } else {
      if (c == '\'' || c == '\\') out->Append('\\');
      out->Append(c);
    }
  }
  out->Append('\'');
}

void ExportElements(Array* a, int level, int indent, bool object, StringBuilder* out) {
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    Indent(out, level + indent);
    if (key.IsInt()) {
      out->AppendInt(key.num);
    } else {
      ExportString(object ? Unmangle(key.name->view()).name : key.name->view(), out);
    }
    out->Append(" => ");
    VarExport(ValueAt(a, p), level + 2, out);
    out->Append(",\n");
  }
}

}  // namespace

void VarExport(const Value& value, int level, StringBuilder* out) {
  const Value v = Deref(value);
  switch (v.type) {
    case Type::kFalse: return out->Append("false");
    case Type::kTrue: return out->Append("true");
    case Type::kInt:
      if (v.i == INT64_MIN) return out->Append("-9223372036854775807-1");
      return out->AppendInt(v.i);
    case Type::kFloat: return out->AppendFloat(v.d, g_serialize_precision, true);
    case Type::kString: return ExportString(v.str->view(), out);
    case Type::kArray: {
      Array* a = v.arr;
      if (!a->Immortal() && !EnterRecursion(a)) {
        out->Append("NULL");
        return Warning("var_export does not handle circular references");
      }
      if (level > 1) {
        out->Append('\n');
        Indent(out, level - 1);
      }
      out->Append("array (\n");
      ExportElements(a, level, 1, false, out);
      Indent(out, level - 1);
      out->Append(')');
      return LeaveRecursion(a);
    }
    case Type::kObject: {
      Object* o = v.obj;
      if (!EnterRecursion(o)) {
        out->Append("NULL");
        return Warning("var_export does not handle circular references");
      }
      if (level > 1) {
        out->Append('\n');
        Indent(out, level - 1);
      }
      if (o->cls->Is(ClassFlags::kEnum)) {
        out->Append('\\');
        out->Append(o->cls->name->view());
        out->Append("::");
        out->Append(EnumCase(o)->view());
        return LeaveRecursion(o);
      }
      bool plain = o->cls->lower_name->view() == "stdclass";
      if (plain) {
        out->Append("(object) array(\n");
      } else {
        out->Append('\\');
        out->Append(o->cls->name->view());
        out->Append("::__set_state(array(\n");
      }
      const ObjectHandlers* handlers = o->cls->handlers;
      bool by_handler = handlers && handlers->properties_for_dump && !handlers->cast_to_array;
      Array* props = by_handler ? handlers->properties_for_dump(o) : ReadableProperties(o);
      ExportElements(props, level, 2, true, out);
      Release(Value(props));
      Indent(out, level - 1);
      out->Append(plain ? ")" : "))");
      return LeaveRecursion(o);
    }
    default: return out->Append("NULL");
  }
}

namespace {

template <bool kCounts>
void DumpFunction(Args args, Value*) {
  for (uint32_t i = 0; i < args.count; ++i) {
    StringBuilder out(256);
    Dump(args[i], 0, kCounts, &out);
    if (HasException()) return;
    Echo(out.view());
  }
}

void PrintRFunction(Args args, Value* result) {
  StringBuilder out(256);
  PrintR(args[0], 0, &out);
  if (HasException()) return;
  if (args.Bool(1)) return Return(result, out.Finish());
  Echo(out.view());
  Return(result, true);
}

void VarExportFunction(Args args, Value* result) {
  StringBuilder out(256);
  VarExport(args[0], 1, &out);
  if (HasException()) return;
  if (args.Bool(1)) return Return(result, out.Finish());
  Echo(out.view());
}

constexpr uint16_t kDumps = Effects::kWarns | Effects::kThrows | Effects::kCallsBack | Effects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"debug_zval_dump", "(mixed $value, mixed ...$values): void", kDumps, DumpFunction<true>},
    {"print_r", "(mixed $value, bool $return = false): string|bool", kDumps, PrintRFunction},
    {"var_dump", "(mixed $value, mixed ...$values): void", kDumps, DumpFunction<false>},
    {"var_export", "(mixed $value, bool $return = false): ?string", kDumps, VarExportFunction},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kDumpFunctions(kRows);

}  // namespace tusk
