// serialize().
#include "interp/ext/standard/serialize.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "interp/ext/standard/dump.h"
#include "interp/ext/tables.h"
#include "interp/ext/walk.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object.h"
#include "interp/runtime/property_lookup.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

constexpr char kIncompleteName[] = "__PHP_Incomplete_Class_Name";

// An object's properties; a lazy one is initialised unless it was made with an option against that.
Array* SerializedProperties(Object* o) {
  bool as_it_is = (o->flags & ObjectFlags::kLazy) && (LazyOptions(o) & kLazySkipInitOnSerialize);
  return as_it_is ? PropertiesToArray(o) : InitializedProperties(o);
}

// What was written: calls of serialize() in Serializable::serialize() go on counting where they were made.
struct Written {
  absl::flat_hash_map<RefCounted*, int64_t> numbers;
  int64_t next = 0;
  std::vector<Value> kept;  // addresses stay unique while writing
  ~Written() {
    for (const Value& v : kept) Release(v);
  }
};

class Serializer {
 public:
  Serializer(StringBuilder* out, Written* written)
      : out_(out),
        numbers_(written->numbers),
        next_(written->next),
        kept_(written->kept),
        written_(written) {}

  // The one that is calling Serializable::serialize().
  static Written* calling;

  // False: something was thrown.
  bool Write(const Value& value) {
    if (int64_t known = Number(value)) {
      out_->Append(value.IsReference() ? "R:" : "r:");
      out_->AppendInt(known);
      out_->Append(';');
      return true;
    }
    const Value v = Deref(value);
    switch (v.type) {
      case Type::kFalse: out_->Append("b:0;"); return true;
      case Type::kTrue: out_->Append("b:1;"); return true;
      case Type::kInt:
        out_->Append("i:");
        out_->AppendInt(v.i);
        out_->Append(';');
        return true;
      case Type::kFloat:
        out_->Append("d:");
        out_->AppendFloat(v.d, g_serialize_precision);
        out_->Append(';');
        return true;
      case Type::kString: Text(v.str->view()); return true;
      case Type::kArray: {
        if (!CheckNativeStack()) return false;
        Array* a = v.arr;
        Retain(a);
        kept_.push_back(v);  // addresses stay unique while writing
        out_->Append("a:");
        out_->AppendInt(a->count);
        out_->Append(":{");
        bool ok = Elements(a);
        out_->Append('}');
        return ok;
      }
      case Type::kObject: return WriteObject(v.obj);
      case Type::kResource: out_->Append("i:0;"); return true;
      default: out_->Append("N;"); return true;
    }
  }

 private:
  // The number of an object or reference that was written already; 0 for everything else, which gets the next
  // one.
  int64_t Number(const Value& v) {
    ++next_;
    bool is_ref = v.IsReference();
    if (!is_ref && !v.IsObject()) return 0;
    const Value inner = Deref(v);
    RefCounted* key = inner.IsObject() ? inner.rc : v.rc;
    auto [it, inserted] = numbers_.try_emplace(key, next_);
    if (inserted) return 0;
    if (is_ref) --next_;
    return it->second;
  }

  void Text(std::string_view s) {
    out_->Append("s:");
    out_->AppendInt(static_cast<int64_t>(s.size()));
    out_->Append(":\"");
    out_->Append(s);
    out_->Append("\";");
  }

  bool Elements(Array* a) {
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      ArrayKey key = KeyAt(a, p);
      if (key.IsInt()) {
        out_->Append("i:");
        out_->AppendInt(key.num);
        out_->Append(';');
      } else {
        Text(key.name->view());
      }
      Value v = ValueAt(a, p);
      if (v.IsReference() && v.ref->refcount == 1) v = v.ref->value;
      if (!(v.IsArray() ? Nested(v, a) : Write(v))) return false;
    }
    return true;
  }

  // An array that is being written already, with nothing but arrays on the way from there to here, is left
  // out. With an object on the way it is written again, and comes to its end where that object is named.
  bool Nested(const Value& v, const Array* in) {
    Walk walk(v.rc);
    auto way = path_.begin() + static_cast<ptrdiff_t>(object_start_);
    if (v.arr == in || (walk.recursive() && std::find(way, path_.end(), v.arr) != path_.end())) {
      ++next_;
      out_->Append("N;");
      return true;
    }
    path_.push_back(v.arr);
    bool ok = Write(v);
    path_.pop_back();
    return ok;
  }

  void Head(char kind, std::string_view name) {
    out_->Append(kind);
    out_->Append(':');
    out_->AppendInt(static_cast<int64_t>(name.size()));
    out_->Append(":\"");
    out_->Append(name);
    out_->Append("\":");
  }
  bool Body(Object* o, Array* props) {
    std::string_view name = o->cls->name->view();
    if (name == "__PHP_Incomplete_Class") {
      // Written as what it was.
      const Value original = Deref(GetStr(props, kIncompleteName));
      if (original.IsString()) {
        props = CopyArray(props);
        kept_.push_back(Value(props));
        String* key = Intern(kIncompleteName);
        Delete(props, ArrayKey::Str(key));
        name = original.str->view();
      }
    }
    Head('O', name);
    out_->AppendInt(props->count);
    out_->Append(":{");
    size_t outer = std::exchange(object_start_, path_.size());
    bool ok = Elements(props);
    object_start_ = outer;
    out_->Append('}');
    return ok;
  }

  bool WriteObject(Object* o) {
    if (!CheckNativeStack()) return false;
    Class* c = o->cls;
    if (c->Is(ClassFlags::kEnum)) {
      std::string name(c->name->view());
      name.append(":").append(o->props()[0].str->view());
      out_->Append("E:");
      out_->AppendInt(static_cast<int64_t>(name.size()));
      out_->Append(":\"");
      out_->Append(name);
      out_->Append("\";");
      return true;
    }
    if (c->Is(ClassFlags::kNotSerializable | ClassFlags::kAnonymous)) {
      std::string_view name = c->name->view();
      Throw(Throwable::kException,
            absl::StrFormat("Serialization of '%s' is not allowed", name.substr(0, name.find('\0'))));
      return false;
    }
    Retain(o);
    kept_.push_back(Value(o));
    if (c->serialize) {
      Value result;
      Call(c->serialize, o, &result, nullptr);
      if (HasException()) return false;
      if (!result.IsArray()) {
        Release(result);
        ThrowTypeError("%s::__serialize() must return an array", c->name->view());
        return false;
      }
      kept_.push_back(result);
      return Body(o, result.arr);
    }
    if (IsSerializable(c)) return WriteByInterface(o);
    if (Function** sleep = c->methods.Find("__sleep")) {
      Value names;
      Call(*sleep, o, &names, nullptr);
      if (HasException()) return false;
      kept_.push_back(names);
      if (!names.IsArray()) {
        RaiseFunctionMessage(ErrorLevel::kWarning,
                             absl::StrFormat("%s::__sleep() should return an array only containing the names "
                                             "of instance-variables to serialize",
                                             c->name->view()));
        out_->Append("N;");
        return !HasException();
      }
      Array* all = SerializedProperties(o);
      if (HasException()) return Release(Value(all)), false;
      Array* chosen = NewArray();
      kept_.push_back(Value(all));
      kept_.push_back(Value(chosen));
      if (!ChooseProperties(o, names.arr, all, chosen)) return false;
      return Body(o, chosen);
    }
    if (c->slot_count && !o->dynamic && !IsLazy(o) && !c->handlers->cast_to_array) return Slots(o);
    Array* props = SerializedProperties(o);
    kept_.push_back(Value(props));
    if (HasException()) return false;
    return Body(o, props);
  }
  // An object with declared properties alone, without an array of them. The values are held: what runs
  // meanwhile may change the object.
  bool Slots(Object* o) {
    Class* c = o->cls;
    struct Property {
      const PropertyInfo* info;
      Value value;
    };
    absl::InlinedVector<Property, 16> properties;
    for (uint32_t i = 0; i < c->slot_count; ++i) {
      const Value& v = o->props()[i];
      if (!c->slot_info[i] || v.IsUndef()) continue;
      bool alone = v.IsReference() && v.ref->refcount == 1;
      properties.push_back({c->slot_info[i], alone ? CopyDeref(v) : Copy(v)});
    }
    Head('O', c->name->view());
    out_->AppendInt(static_cast<int64_t>(properties.size()));
    out_->Append(":{");
    size_t outer = std::exchange(object_start_, path_.size());
    bool ok = true;
    for (const Property& p : properties) {
      if (ok) {
        Text(MangledName(p.info)->view());
        ok = p.value.IsArray() ? Nested(p.value, nullptr) : Write(p.value);
      }
      if (p.value.IsReference()) {
        kept_.push_back(p.value);  // its number is that of its address
      } else {
        Release(p.value);
      }
    }
    object_start_ = outer;
    out_->Append('}');
    return ok;
  }

  // What __sleep() names; false when something was thrown.
  static bool ChooseProperties(Object* o, Array* names, Array* all, Array* chosen) {
    Class* c = o->cls;
    for (uint32_t p = First(names); p != kEnd; p = Next(names, p)) {
      const Value v = Deref(ValueAt(names, p));
      if (!v.IsString()) {
        RaiseFunctionMessage(ErrorLevel::kWarning,
                             absl::StrFormat("%s::__sleep() should return an array only containing the "
                                             "names of instance-variables to serialize",
                                             c->name->view()));
        if (HasException()) return false;
      }
      String* name = ToString(v);
      if (!name) return false;
      bool good = ChooseProperty(c, name, all, chosen);
      Release(name);
      if (!good) return false;
    }
    return true;
  }
  static bool ChooseProperty(const Class* c, String* name, Array* all, Array* chosen) {
    std::string_view wanted = name->view();
    for (uint32_t q = First(all); q != kEnd; q = Next(all, q)) {
      ArrayKey key = KeyAt(all, q);
      if (key.IsInt()) continue;
      PropertyKey property = Unmangle(key.name->view());
      if (property.name != wanted && key.name->view() != wanted) continue;
      if (!property.class_name.empty() && property.class_name != "*" &&
          property.class_name != c->name->view() && key.name->view() != wanted) {
        continue;
      }
      if (!Has(chosen, key)) {
        SetStr(chosen, key.name, Copy(ValueAt(all, q)));
        return true;
      }
      RaiseFunctionMessage(ErrorLevel::kWarning,
                           absl::StrFormat("\"%s\" is returned from __sleep() multiple times", wanted));
      return !HasException();
    }
    PropertyInfo* const* info = c->properties.Find(name);
    if (info && (*info)->type.declared) return true;  // typed, and never written
    RaiseFunctionMessage(
        ErrorLevel::kWarning,
        absl::StrFormat("\"%s\" returned as member variable from __sleep() but does not exist", wanted));
    return !HasException();
  }

  bool WriteByInterface(Object* o) {
    Class* c = o->cls;
    Value text;
    Call(*c->methods.Find("serialize"), o, &text, written_);
    if (HasException()) return false;
    kept_.push_back(text);
    if (text.IsNull()) {
      out_->Append("N;");
      return true;
    }
    if (!text.IsString()) {
      Throw(Throwable::kException,
            absl::StrFormat("%s::serialize() must return a string or NULL", c->name->view()));
      return false;
    }
    Head('C', c->name->view());
    out_->AppendInt(static_cast<int64_t>(text.str->length));
    out_->Append(":{");
    out_->Append(text.str->view());
    out_->Append('}');
    return true;
  }

  static void Call(Function* f, Object* o, Value* result, Written* shared) {
    Written* outer = std::exchange(calling, shared);
    g_state->call(f, o, o->cls, 0, nullptr, result);
    calling = outer;
  }

  std::vector<const Array*> path_;  // the arrays that are being written
  size_t object_start_ = 0;         // those in the innermost object
  StringBuilder* out_;
  absl::flat_hash_map<RefCounted*, int64_t>& numbers_;
  int64_t& next_;
  std::vector<Value>& kept_;
  Written* written_;
};
Written* Serializer::calling = nullptr;

void SerializeFunction(Args args, Value* result) {
  StringBuilder out(256);
  Written own;
  Written* written = Serializer::calling ? Serializer::calling : &own;
  if (Serializer(&out, written).Write(args[0])) Return(result, out.Finish());
}

void UnserializeFunction(Args args, Value* result) {
  UnserializeOptions options;
  std::string_view deepest = IniGet("unserialize_max_depth").text;
  options.max_depth = deepest == "4096" ? 4096 : IniQuantity(deepest);
  Value allowed = Deref(GetStr(args.Arr(1), "allowed_classes"));
  if (!allowed.IsUndef()) {
    if (!allowed.IsArray() && !allowed.IsBool()) {
      return ThrowTypeError("unserialize(): Option \"allowed_classes\" must be of type array|bool, %s given",
                            ValueNameForErrors(allowed));
    }
    options.all_classes = allowed.IsTrue();
    if (allowed.IsArray()) {
      for (uint32_t p = First(allowed.arr); p != kEnd; p = Next(allowed.arr, p)) {
        const Value v = Deref(ValueAt(allowed.arr, p));
        if (!v.IsString() && !v.IsObject()) {
          return ThrowTypeError(
              "unserialize(): Option \"allowed_classes\" must be an array of class names, %s given",
              ValueNameForErrors(v));
        }
        String* name = ToString(v);
        if (!name) return;
        std::string_view text = name->view();
        if (!std::all_of(text.begin(), text.end(), [](char c) { return c && IsClassNameByte(c); })) {
          bool whole = name->view().find('\0') == std::string_view::npos;
          ThrowValueError(
              "unserialize(): Option \"allowed_classes\" must be an array of class names, \"%s\" given",
              whole ? name->view() : std::string_view(name->data));
          return Release(name);
        }
        String* lower = ToLowerAscii(name->view());
        options.classes.emplace_back(lower->view());
        Release(lower);
        Release(name);
      }
    }
  }
  Value depth = Deref(GetStr(args.Arr(1), "max_depth"));
  if (!depth.IsUndef()) {
    if (!depth.IsInt()) {
      return ThrowTypeError("unserialize(): Option \"max_depth\" must be of type int, %s given",
                            ValueNameForErrors(depth));
    }
    if (depth.i < 0)
      return ThrowValueError("unserialize(): Option \"max_depth\" must be greater than or equal to 0");
    options.max_depth = depth.i;
  }
  auto told = [&](size_t offset, bool read) {
    const char* what = read ? "Extra data starting at offset" : "Error at offset";
    RaiseFunctionMessage(ErrorLevel::kWarning,
                         absl::StrFormat("%s %d of %d bytes", what, offset, args.View(0).size()));
  };
  Value v;
  if (Unserialize(args.View(0), options, &v, told)) {
    *result = v;
  } else if (!HasException()) {
    Return(result, false);
  }
}

constexpr uint16_t kCalls = Effects::kCallsBack | Effects::kThrows | Effects::kWarns | Effects::kReadsState;
constexpr BuiltinRow kRows[] = {
    {"serialize", "(mixed $value): string", kCalls, SerializeFunction},
    {"unserialize", "(string $data, array $options = []): mixed", kCalls, UnserializeFunction},
};
static_assert(SortedByName(kRows));

}  // namespace

void RestoreProperties(Object* o, const Array* from, std::string_view skip) {
  for (uint32_t p = First(from); p != kEnd; p = Next(from, p)) {
    ArrayKey key = KeyAt(from, p);
    if (key.IsInt()) continue;
    PropertyKey property = Unmangle(key.name->view());
    std::string_view name = property.name;
    Class* scope = o->cls;
    if (!property.class_name.empty() && property.class_name != "*") {
      // A private property of a class that the object does not have is left out.
      while (scope && scope->name->view() != property.class_name) scope = scope->parent;
      if (!scope) continue;
    }
    bool own = false;
    for (std::string_view rest = skip; !rest.empty() && !own;) {
      size_t space = rest.find(' ');
      own = rest.substr(0, space) == name;
      rest = space == rest.npos ? std::string_view() : rest.substr(space + 1);
    }
    if (own) continue;
    String* interned = Intern(name);
    if (!WriteProperty(o, interned, CopyDeref(ValueAt(from, p)), scope, nullptr, false)) return;
  }
}

bool SerializeValue(const Value& v, StringBuilder* out) {
  Written written;
  return Serializer(out, &written).Write(v);
}

struct ValueWriter::Impl {
  explicit Impl(StringBuilder* out) : serializer(out, Serializer::calling ? Serializer::calling : &own) {}
  Written own;
  Serializer serializer;
};
ValueWriter::ValueWriter(StringBuilder* out) : impl_(std::make_unique<Impl>(out)) {}
ValueWriter::~ValueWriter() = default;
bool ValueWriter::Write(const Value& v) { return impl_->serializer.Write(v); }

bool IsSerializable(const Class* c) {
  for (const Class* i : c->interfaces) {
    if (i->Is(ClassFlags::kBuiltin) && i->lower_name->view() == "serializable") return true;
  }
  return false;
}

constinit const BuiltinTable kSerializeFunctions(kRows);

}  // namespace tusk
