// ArrayObject, ArrayIterator and RecursiveArrayIterator.
#include "interp/ext/spl/array_object.h"

#include <utility>

#include "interp/ext/spl/array_holder.h"
#include "interp/ext/spl/native.h"
#include "interp/ext/standard/serialize.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/operators.h"

namespace tusk {
namespace {

using namespace spl;

ArrayHolder* Holder(Args args) { return HolderOf(Self(args)); }
bool IsIterator(const Object* o) { return o->cls->handlers == &kArrayIteratorHandlers; }
Class* IteratorClass() { return FindClass("ArrayIterator", false); }

// ---- keys

// False: raised.
bool KeyOf(const Value& offset, ArrayKey* key, OffsetUse use = OffsetUse::kAccess) {
  const Value& v = *Deref(&offset);
  if (v.type < Type::kArray || v.IsResource()) return ToArrayKey(v, key, use);
  const char* type = ValueNameForErrors(v);
  switch (use) {
    case OffsetUse::kAccess: ThrowTypeError("Cannot access offset of type %s on ArrayObject", type); break;
    case OffsetUse::kIsset: ThrowTypeError("Cannot access offset of type %s in isset or empty", type); break;
    case OffsetUse::kUnset: ThrowTypeError("Cannot unset offset of type %s on ArrayObject", type); break;
  }
  return false;
}

// Whether the elements may be changed. False: raised.
bool MayChange(Object* o) {
  if (!HolderOf(o)->sorting.i) return true;
  ThrowError("Modification of ArrayObject during sorting is prohibited");
  return false;
}

// ---- elements

void OffsetExists(Args args, Value* result) {
  ArrayKey key;
  if (KeyOf(args[0], &key, OffsetUse::kIsset)) Return(result, !Elements(Self(args)).Get(key).IsUndef());
}

void UndefinedKey(ArrayKey key) {
  if (key.IsInt()) {
    Warning("Undefined array key %d", key.num);
  } else {
    Warning("Undefined array key \"%s\"", key.name->view());
  }
}

void OffsetGet(Args args, Value* result) {
  ArrayKey key;
  if (!KeyOf(args[0], &key)) return;
  Value v = Elements(Self(args)).Get(key);
  if (v.IsUndef()) return UndefinedKey(key);
  ReturnCopy(result, v);
}

void SetElement(Object* o, const Value& offset, Value v) {
  if (!MayChange(o)) return Release(v);
  if (Deref(offset).IsNull()) {
    Elements(o).Append(v);
    return;
  }
  ArrayKey key;
  if (!KeyOf(offset, &key)) return Release(v);
  Elements(o).Set(key, v);
}
void OffsetSet(Args args, Value*) { SetElement(Self(args), args[0], CopyDeref(args[1])); }

// $object[$key] = $value without a call of offsetSet(), unless a class has its own. Takes over `v` if it
// answers.
bool WriteDimension(Object* o, const Value* key, Value v) {
  if (Override(o->cls->offset_set)) return false;
  SetElement(o, key ? *key : Value::Null(), v);
  return true;
}

void Append(Args args, Value*) {
  Object* o = Self(args);
  if (!MayChange(o)) return;
  if (!Elements(o).array()) {
    return ThrowError("Cannot append properties to objects, use %s::offsetSet() instead",
                      o->cls->name->view());
  }
  if (Function* f = Override(o->cls->offset_set)) {
    Value argv[2] = {Value::Null(), Deref(args[0])}, ignored;
    CallFunction(f, o, o->cls, 2, argv, &ignored);
    return Release(ignored);
  }
  Elements(o).Append(CopyDeref(args[0]));
}

void OffsetUnset(Args args, Value*) {
  ArrayKey key;
  if (MayChange(Self(args)) && KeyOf(args[0], &key, OffsetUse::kUnset)) Elements(Self(args)).Delete(key);
}

void GetArrayCopy(Args args, Value* result) { Return(result, Elements(Self(args)).Copy()); }
void Count(Args args, Value* result) { Return(result, Elements(Self(args)).Count()); }

// The element as a place for what the running opline writes below it.
Value* ElementPlace(Object* o, const Value& dim, bool create) {
  ArrayKey key;
  return MayChange(o) && KeyOf(dim, &key) ? Elements(o).Place(key, create) : nullptr;
}
Value* ArrayBehind(Object* o) { return HolderOf(o)->sorting.i ? nullptr : Elements(o).array(); }

bool ElementsAsProperties(Object* o) { return HolderOf(o)->flags & ArrayHolder::kArrayAsProps; }

// ---- what is held

// Holds an array or an object instead of what was held. `whole`: nothing else was said, so that the flags of
// another holder are taken over too.
void SetHeld(Object* o, const Value& v, uint32_t flags, bool whole) {
  if (!MayChange(o)) return;
  Value held = CopyDeref(v);
  if (held.IsObject()) {
    Class* c = held.obj->cls;
    if (held.obj == o) {
      flags |= ArrayHolder::kIsSelf;
      Release(held);
      held = Value();
    } else if (IsArrayHolder(c)) {
      if (whole) flags = HolderOf(held.obj)->flags & ArrayHolder::kUserMask;
    } else if (c->Is(ClassFlags::kEnum)) {
      Release(held);
      return Throw(Throwable::kInvalidArgumentException,
                   absl::StrFormat("Enums are not compatible with %s", o->cls->name->view()));
    } else if (c->handlers->dump_is_array || c->handlers->array_behind) {
      std::string message = absl::StrFormat("Overloaded object of type %s is not compatible with %s",
                                            c->name->view(), o->cls->name->view());
      Release(held);
      return Throw(Throwable::kInvalidArgumentException, message);
    }
  }
  ArrayHolder* h = HolderOf(o);
  h->flags = (h->flags & ~(ArrayHolder::kIsSelf | ArrayHolder::kUserMask)) | flags;
  Hold(o, held);
}

// The class that argument `i` names, of iterators. Null: raised.
Class* IteratorClassArgument(Args args, uint32_t i) {
  Class* c = FindClass(args.Str(i));
  if (HasException()) return nullptr;
  if (c && InstanceOf(c, IteratorClass())) return c;
  ArgumentTypeError(
      i + 1, absl::StrFormat("must be a class name derived from ArrayIterator, %s given", args.View(i)));
  return nullptr;
}

void ConstructObject(Args args, Value*) {
  if (args.count == 0) return;
  if (args.Has(2) && args.count > 2) {
    Class* c = IteratorClassArgument(args, 2);
    if (!c) return;
    Holder(args)->iterator_class = c;
  }
  SetHeld(Self(args), args[0], static_cast<uint32_t>(args.Int(1, 0)) & ArrayHolder::kUserMask,
          args.count == 1);
}
void ConstructIterator(Args args, Value*) {
  if (args.count == 0) return;
  SetHeld(Self(args), args[0], static_cast<uint32_t>(args.Int(1, 0)) & ArrayHolder::kUserMask,
          args.count == 1);
}

void ExchangeArray(Args args, Value* result) {
  Object* o = Self(args);
  Array* before = Elements(o).Copy();
  SetHeld(o, args[0], Holder(args)->flags & ArrayHolder::kUserMask, true);
  if (HasException()) return Release(Value(before));
  Return(result, before);
}
void GetFlags(Args args, Value* result) { Return(result, Holder(args)->flags & ArrayHolder::kUserMask); }
void SetFlags(Args args, Value*) {
  ArrayHolder* h = Holder(args);
  h->flags =
      (h->flags & ~ArrayHolder::kUserMask) | (static_cast<uint32_t>(args.Int(0)) & ArrayHolder::kUserMask);
}

void GetIterator(Args args, Value* result) {
  Class* c = Holder(args)->iterator_class;
  Object* it = NewObject(c ? c : IteratorClass());
  if (!it) return;
  HolderOf(it)->flags = Holder(args)->flags & ArrayHolder::kUserMask;
  Hold(it, Copy(Value(Self(args))));
  *result = Value(it);
}
void SetIteratorClass(Args args, Value*) {
  if (Class* c = IteratorClassArgument(args, 0)) Holder(args)->iterator_class = c;
}
void GetIteratorClass(Args args, Value* result) {
  Class* c = Holder(args)->iterator_class;
  *result = Copy(Value((c ? c : IteratorClass())->name));
}

// ---- sorting, by the functions of that name

void SortBy(Args args, const char* function, Value* result) {
  Object* o = Self(args);
  Elements elements(o);
  Value sorted(elements.Copy());
  MakeReference(&sorted);
  Callback sort(Value(Intern(function)));
  Value argv[2] = {sorted, args.count ? Deref(args[0]) : Value()};
  ++Holder(args)->sorting.i;
  sort.Call(args.count ? 2 : 1, argv, result);
  --Holder(args)->sorting.i;
  Value after = CopyDeref(sorted);
  Release(sorted);
  if (Elements now(o); after.IsArray() && now.array() && now.array() == elements.array()) {
    Hold(now.root(), after);
  } else if (after.IsArray() && !now.array() && now.object()->cls->slot_count == 0) {
    Release(Value(std::exchange(now.object()->dynamic, after.arr)));
  } else {
    Release(after);
  }
}
template <const char* const* Name>
void Sort(Args args, Value* result) {
  SortBy(args, *Name, result);
}
constexpr const char *kAsort = "asort", *kKsort = "ksort", *kUasort = "uasort", *kUksort = "uksort",
                     *kNatsort = "natsort", *kNatcasesort = "natcasesort";

// ---- the position

void Rewind(Object* o) {
  uint32_t p = Elements(o).At(0);
  HolderOf(o)->position = p == kEnd ? 0 : p;
}
bool Valid(Object* o) { return Elements(o).At(HolderOf(o)->position) != kEnd; }
void Current(Object* o, Value* result) {
  Elements elements(o);
  uint32_t p = elements.At(HolderOf(o)->position);
  *result = p == kEnd ? Value::Null() : CopyDeref(elements.ValueAt(p));
}
void Key(Object* o, Value* result) {
  Elements elements(o);
  uint32_t p = elements.At(HolderOf(o)->position);
  *result = p == kEnd ? Value::Null() : elements.KeyAt(p);
}
void Next(Object* o) {
  Elements elements(o);
  uint32_t p = elements.At(HolderOf(o)->position);
  if (p == kEnd) return;
  HolderOf(o)->position = p + 1;
}
// Where a loop's next round is; kEnd past the last element.
uint32_t Step(Object* o, const Elements& elements, bool advance) {
  ArrayHolder* h = HolderOf(o);
  uint32_t p = elements.At(h->position);
  if (!advance || p == kEnd) return p;
  h->position = p + 1;
  return elements.At(p + 1);
}
bool BeginLoop(Object* o, void**) {
  Rewind(o);
  return Valid(o);
}
bool Fetch(Object* o, void**, bool advance, Value* value, Value* key) {
  Elements elements(o);
  uint32_t p = Step(o, elements, advance);
  if (p == kEnd) return false;
  if (key) *key = elements.KeyAt(p);
  *value = CopyDeref(elements.ValueAt(p));
  return true;
}
bool FetchPlace(Object* o, bool advance, Value** place, Value* key) {
  Elements elements(o);
  uint32_t p = Step(o, elements, advance);
  if (p == kEnd) return false;
  Value name = elements.KeyAt(p);
  *place = elements.Place(name.IsInt() ? ArrayKey::Int(name.i) : ArrayKey::Str(name.str), false);
  if (key) *key = Copy(name);
  Release(name);
  return *place != nullptr;
}
constexpr NativeIteration kIteration = {BeginLoop, Fetch, FetchPlace};

void CallRewind(Args args, Value*) { Rewind(Self(args)); }
void CallValid(Args args, Value* result) { Return(result, Valid(Self(args))); }
void CallCurrent(Args args, Value* result) { Current(Self(args), result); }
void CallKey(Args args, Value* result) { Key(Self(args), result); }
void CallNext(Args args, Value*) { Next(Self(args)); }
void Seek(Args args, Value*) {
  Object* o = Self(args);
  Elements elements(o);
  int64_t offset = args.Int(0);
  if (offset < 0 || offset >= elements.Count()) {
    return Throw(Throwable::kOutOfBoundsException,
                 absl::StrFormat("Seek position %d is out of range", offset));
  }
  uint32_t p = elements.At(0);
  while (offset-- > 0 && p != kEnd) p = elements.At(p + 1);
  HolderOf(o)->position = p;
}

void HasChildren(Args args, Value* result) {
  Elements elements(Self(args));
  uint32_t p = elements.At(Holder(args)->position);
  Value v = p == kEnd ? Value() : Deref(elements.ValueAt(p));
  Return(result, v.IsArray() || (v.IsObject() && !(Holder(args)->flags & ArrayHolder::kChildArraysOnly)));
}
void GetChildren(Args args, Value* result) {
  Object* o = Self(args);
  Value element;
  Current(o, &element);
  if (element.IsObject()) {
    if (Holder(args)->flags & ArrayHolder::kChildArraysOnly) return Release(element);
    if (InstanceOf(element.obj->cls, o->cls)) {
      *result = element;
      return;
    }
  }
  if (Object* child = element.IsNull() ? nullptr : NewObject(o->cls)) {
    Value argv[2] = {element, Value(static_cast<int64_t>(Holder(args)->flags & ArrayHolder::kUserMask))},
          ignored;
    CallFunction(o->cls->constructor, child, o->cls, 2, argv, &ignored);
    Release(ignored);
    *result = Value(child);
  }
  Release(element);
}

// ---- texts and dumps

// The properties that are none of the elements.
Array* Members(Object* o) { return PropertiesToArray(o); }

Array* Dump(Object* o) {
  Array* out = Members(o);
  ArrayHolder* h = HolderOf(o);
  if (h->flags & ArrayHolder::kIsSelf) return out;
  Value all(out);
  SetStr(Separate(&all),
         IsIterator(o) ? std::string_view("\0ArrayIterator\0storage", 22)
                       : std::string_view("\0ArrayObject\0storage", 20),
         Copy(h->held));
  return all.arr;
}
void DebugInfo(Args args, Value* result) { Return(result, Dump(Self(args))); }

// What stands for the properties in casts; null: they do themselves.
Array* InsteadOfProperties(Object* o) {
  if (HolderOf(o)->flags & (ArrayHolder::kStdPropList | ArrayHolder::kIsSelf)) return nullptr;
  return Elements(o).Copy();
}

Value SerialisedFlags(Object* o) {
  return Value(static_cast<int64_t>(HolderOf(o)->flags & ArrayHolder::kSerialisedMask));
}
// "x:i:FLAGS;STORAGE;m:MEMBERS".
void Serialize(Args args, Value* result) {
  Object* o = Self(args);
  bool is_self = Holder(args)->flags & ArrayHolder::kIsSelf;
  StringBuilder out;
  ValueWriter writer(&out);
  out.Append("x:");
  bool ok = writer.Write(SerialisedFlags(o));
  if (!is_self) {
    Value held = Copy(HolderOf(o)->held);
    ok = ok && writer.Write(held);
    Release(held);
    out.Append(';');
  }
  out.Append("m:");
  Value members(Members(o));
  ok = ok && writer.Write(members);
  Release(members);
  if (ok) Return(result, out.Finish());
}
void SerializeToArray(Args args, Value* result) {
  Object* o = Self(args);
  ArrayHolder* h = Holder(args);
  Array* out = NewArray(4);
  Append(out, SerialisedFlags(o));
  Append(out, h->held.IsUndef() ? Value::Null() : Copy(h->held));
  Append(out, Value(Members(o)));
  bool plain = !h->iterator_class || h->iterator_class == IteratorClass();
  Append(out, plain ? Value::Null() : Copy(Value(h->iterator_class->name)));
  Return(result, out);
}

// Takes over flags, storage and members as they were written. False: raised.
bool Restore(Object* o, int64_t flags, const Value& held, Array* members) {
  ArrayHolder* h = HolderOf(o);
  h->flags = static_cast<uint32_t>(flags) & ArrayHolder::kSerialisedMask;
  if (h->flags & ArrayHolder::kIsSelf) {
    Hold(o, Value());
  } else if (!held.IsArray() && !held.IsObject()) {
    Throw(Throwable::kInvalidArgumentException, "Passed variable is not an array or object");
    return false;
  } else {
    SetHeld(o, held, h->flags & ArrayHolder::kUserMask, false);
    if (HasException()) return false;
  }
  RestoreProperties(o, members, "");
  return !HasException();
}

void UnserializeFromArray(Args args, Value*) {
  const Array* data = args.Arr(0);
  Value flags = Deref(GetInt(data, 0)), held = Deref(GetInt(data, 1)), members = Deref(GetInt(data, 2)),
        iterator = Deref(GetInt(data, 3));
  if (data->count < 3 || !flags.IsInt() || held.IsUndef() || !members.IsArray()) return BadData();
  if (!iterator.IsUndef() && !iterator.IsNull() && !iterator.IsString()) return BadData();
  if (!Restore(Self(args), flags.i, held, members.arr)) return;
  if (!iterator.IsString()) return;
  Class* c = FindClass(iterator.str);
  if (HasException()) return;
  const char* problem = !c ? "no such class exists"
                        : !c->Is(ClassFlags::kIsIterator)
                            ? "this class does not implement the Iterator interface"
                            : nullptr;
  if (problem) {
    return Throw(Throwable::kUnexpectedValueException,
                 absl::StrFormat("Cannot deserialize ArrayObject with iterator class '%s'; %s",
                                 iterator.str->view(), problem));
  }
  Holder(args)->iterator_class = c;
}

bool ReadParts(Object* o, ValueReader* reader) {
  if (!reader->Take('x') || !reader->Take(':')) return false;
  const Value* flags = reader->Read();
  if (!flags || !flags->IsInt()) return false;
  Value held;
  if (!(flags->i & ArrayHolder::kIsSelf)) {
    if (!reader->Sees("aOCr")) return false;
    const Value* read = reader->Read();
    if (!read) return false;
    held = Deref(*read);
    if ((!held.IsArray() && !held.IsObject()) || !reader->Take(';')) return false;
  }
  if (!reader->Take('m') || !reader->Take(':')) return false;
  const Value* members = reader->Read();
  if (!members || !members->IsArray()) return false;
  Restore(o, flags->i, held, members->arr);
  return true;
}
void Unserialize(Args args, Value*) {
  if (args.View(0).empty() || !MayChange(Self(args))) return;
  ValueReader reader(args.View(0));
  bool ok = ReadParts(Self(args), &reader);
  reader.Finish(ok);
}

int CompareHolders(const Value& a, const Value& b) {
  if (!IsArrayHolder(a.obj->cls) || !IsArrayHolder(b.obj->cls)) return kUncomparable;
  Value left(Elements(a.obj).Copy()), right(Elements(b.obj).Copy());
  int order = Compare(left, right);
  Release(left);
  Release(right);
  if (order != 0 || HasException() ||
      (HolderOf(a.obj)->flags & HolderOf(b.obj)->flags & ArrayHolder::kIsSelf))
    return order;
  if (a.obj->cls != b.obj->cls) return kUncomparable;
  Value mine(Members(a.obj)), theirs(Members(b.obj));
  order = Compare(mine, theirs);
  Release(mine);
  Release(theirs);
  return order;
}

// ---- life

void Begin(Object* o) {
  HolderOf(o)->held = Value(EmptyArray());
  HolderOf(o)->sorting = Value(int64_t{0});
}
void End(Object* o) {
  while (Object* follower = HolderOf(o)->first_follower)
    HolderOf(o)->first_follower = std::exchange(HolderOf(follower)->next_follower, nullptr);
  Hold(o, Value());
}
// A copy of an ArrayObject has elements of its own; that of an iterator shares those of the iterator.
void CloneHolder(Object* to, Object* from) {
  ArrayHolder* h = HolderOf(from);
  HolderOf(to)->flags = h->flags & ArrayHolder::kSerialisedMask;
  HolderOf(to)->iterator_class = h->iterator_class;
  if (h->flags & ArrayHolder::kIsSelf) return;
  Hold(to, IsIterator(from) ? Copy(Value(from)) : Value(Elements(from).Copy()));
}
void Trace(Object* o, void (*visit)(Value*, void*), void* context) { visit(&HolderOf(o)->held, context); }
int64_t CountElements(Object* o) { return Elements(o).Count(); }

// What both classes have; behind the constructor, as in PHP.
#define COMMON_METHODS                                                                                  \
  {"offsetExists", "(mixed $key): bool", kReads, OffsetExists},                                         \
      {"offsetGet", "(mixed $key): mixed", kReads, OffsetGet},                                          \
      {"offsetSet", "(mixed $key, mixed $value): void", kWrites, OffsetSet},                            \
      {"append", "(mixed $value): void", kWrites, Append},                                              \
      {"offsetUnset", "(mixed $key): void", kWrites, OffsetUnset},                                      \
      {"getArrayCopy", "(): array", kReads, GetArrayCopy}, {"count", "(): int", kReads, Count},         \
      {"getFlags", "(): int", kReads, GetFlags}, {"setFlags", "(int $flags): void", kWrites, SetFlags}, \
      {"asort", "(int $flags = SORT_REGULAR): true", kWrites, Sort<&kAsort>},                           \
      {"ksort", "(int $flags = SORT_REGULAR): true", kWrites, Sort<&kKsort>},                           \
      {"uasort", "(callable $callback): true", kWrites, Sort<&kUasort>},                                \
      {"uksort", "(callable $callback): true", kWrites, Sort<&kUksort>},                                \
      {"natsort", "(): true", kWrites, Sort<&kNatsort>},                                                \
      {"natcasesort", "(): true", kWrites, Sort<&kNatcasesort>},                                        \
      {"unserialize", "(string $data): void", kWrites, Unserialize},                                    \
      {"serialize", "(): string", kWrites, Serialize},                                                  \
      {"__serialize", "(): array", kReads, SerializeToArray},                                           \
      {"__unserialize", "(array $data): void", kWrites, UnserializeFromArray}, {                        \
    "__debugInfo", "(): array", kReads, DebugInfo                                                       \
  }

#define ITERATION_METHODS                                                                         \
  {"rewind", "(): void", kWrites, CallRewind}, {"current", "(): mixed", kReads, CallCurrent},     \
      {"key", "(): string|int|null", kReads, CallKey}, {"next", "(): void", kWrites, CallNext}, { \
    "valid", "(): bool", kReads, CallValid                                                        \
  }

constexpr BuiltinMethodRow kObjectMethods[] = {
    {"__construct",
     "(array|object $array = [], int $flags = 0, string $iteratorClass = ArrayIterator::class)", kWrites,
     ConstructObject},
    COMMON_METHODS,
    {"getIterator", "(): Iterator", kWrites, GetIterator},
    {"exchangeArray", "(array|object $array): array", kWrites, ExchangeArray},
    {"setIteratorClass", "(string $iteratorClass): void", kWrites, SetIteratorClass},
    {"getIteratorClass", "(): string", kReads, GetIteratorClass},
};
constexpr BuiltinMethodRow kIteratorMethods[] = {
    {"__construct", "(array|object $array = [], int $flags = 0)", kWrites, ConstructIterator},
    {"seek", "(int $offset): void", kWrites, Seek},
    COMMON_METHODS,
    ITERATION_METHODS,
};
constexpr BuiltinMethodRow kRecursiveMethods[] = {
    {"hasChildren", "(): bool", kReads, HasChildren},
    {"getChildren", "(): ?RecursiveArrayIterator", kWrites, GetChildren},
};
constexpr BuiltinClassConstantRow kFlagConstants[] = {
    {"STD_PROP_LIST", int64_t{ArrayHolder::kStdPropList}},
    {"ARRAY_AS_PROPS", int64_t{ArrayHolder::kArrayAsProps}}};
constexpr BuiltinClassConstantRow kRecursiveConstants[] = {
    {"CHILD_ARRAYS_ONLY", int64_t{ArrayHolder::kChildArraysOnly}}};

// What SplFixedArray::getIterator() makes: it sees the array as it is, and gives no references away.
bool BeginFixedLoop(Object* o, void**) {
  HolderOf(o)->position = 0;
  return Elements(o).Count() != 0;
}
bool FetchFixed(Object* o, void**, bool advance, Value* value, Value* key) {
  ArrayHolder* h = HolderOf(o);
  const Array* a = h->held.obj->cls->handlers->array_behind(h->held.obj)->arr;
  h->position += advance;
  if (h->position >= a->count) return false;
  if (key) *key = Value(int64_t{h->position});
  *value = CopyDeref(ValueAt(a, h->position));
  return true;
}
constexpr NativeIteration kFixedIteration = {BeginFixedLoop, FetchFixed};
void ConstructFixedIterator(Args args, Value*) { Hold(Self(args), Copy(args[0])); }
constexpr BuiltinMethodRow kFixedIteratorMethods[] = {
    {"__construct", "(SplFixedArray $array)", kWrites, ConstructFixedIterator},
    ITERATION_METHODS,
};

constexpr ObjectHandlers HandlersOf(const NativeIteration* iteration) {
  return {.construct_native = Begin,
          .destroy_native = End,
          .clone_native = CloneHolder,
          .trace_native = Trace,
          .write_dimension = WriteDimension,
          .compare = CompareHolders,
          .count = CountForCount<CountElements>,
          .properties_for_dump = Dump,
          .cast_to_array = InsteadOfProperties,
          .array_behind = ArrayBehind,
          .array_is_native = true,
          .element_place = ElementPlace,
          .elements_as_properties = ElementsAsProperties,
          .iteration = iteration};
}

}  // namespace

constexpr ObjectHandlers kArrayObjectHandlers = HandlersOf(nullptr);
constexpr ObjectHandlers kArrayIteratorHandlers = HandlersOf(&kIteration);
constexpr ObjectHandlers kFixedIteratorHandlers = {.construct_native = Begin,
                                                   .destroy_native = End,
                                                   .trace_native = Trace,
                                                   .cloneable = false,
                                                   .iteration = &kFixedIteration};

namespace {
const BuiltinClassRow kRows[] = {
    {.name = "ArrayObject",
     .interfaces = "IteratorAggregate ArrayAccess Serializable Countable",
     .methods = kObjectMethods,
     .constants = kFlagConstants,
     .handlers = &kArrayObjectHandlers,
     .native_size = sizeof(ArrayHolder),
     .extension = "SPL"},
    {.name = "ArrayIterator",
     .interfaces = "SeekableIterator ArrayAccess Serializable Countable",
     .methods = kIteratorMethods,
     .constants = kFlagConstants,
     .handlers = &kArrayIteratorHandlers,
     .native_size = sizeof(ArrayHolder),
     .extension = "SPL"},
    {.name = "RecursiveArrayIterator",
     .parent = "ArrayIterator",
     .interfaces = "RecursiveIterator",
     .methods = kRecursiveMethods,
     .constants = kRecursiveConstants,
     .extension = "SPL"},
    {.name = "tusk\\spl\\FixedArrayIterator",
     .interfaces = "Iterator",
     .flags = ClassFlags::kFinal,
     .methods = kFixedIteratorMethods,
     .handlers = &kFixedIteratorHandlers,
     .native_size = sizeof(ArrayHolder),
     .extension = "SPL"},
};
}  // namespace

const std::span<const BuiltinClassRow> kArrayObjectClasses = kRows;

}  // namespace tusk
