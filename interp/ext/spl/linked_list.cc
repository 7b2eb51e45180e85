// SplDoublyLinkedList, SplQueue and SplStack: nodes that iterators hold, so that a loop goes on from an
// element that was removed meanwhile just where PHP's does.
#include <utility>
#include <vector>

#include "interp/ext/spl/native.h"
#include "interp/ext/standard/serialize.h"
#include "interp/runtime/heap.h"

namespace tusk {
namespace {

using namespace spl;

struct Node {
  Value
      data;  // kUndef: was removed. `extra`: who holds the node, the list and iterators; and kHoldsNeighbours
  Node* previous;
  Node* next;

  // It was removed from the middle while an iterator stood on it.
  static constexpr uint32_t kHoldsNeighbours = 1u << 31;
  uint32_t& holders() { return data.extra; }
};
static_assert(sizeof(Node) == 32);

struct List {
  enum Flags : uint32_t { kDelete = 1, kLifo = 2, kFixed = 4 };
  Node* head;
  Node* tail;
  uint32_t count;
  uint32_t flags;
  Node* at;          // current(); held
  int64_t position;  // key()
  // The element that was asked for by index last: loops over indices go on from there. Null: none.
  Node* found;
  int64_t found_index;
};
List* ListOf(Object* o) { return o->native<List>(); }

// ---- nodes

Node* NewNode(Value v) {
  auto* n = static_cast<Node*>(Allocate(sizeof(Node)));
  new (n) Node{v, nullptr, nullptr};
  n->holders() = 1;
  return n;
}
void DropRow(Node* n) {
  std::vector<Node*> left = {n};  // removed nodes may hold each other in long rows
  while (!left.empty()) {
    n = left.back();
    left.pop_back();
    for (Node* neighbour : {n->previous, n->next}) {
      if (!neighbour || !(n->holders() & Node::kHoldsNeighbours)) continue;
      if ((--neighbour->holders() & ~Node::kHoldsNeighbours) == 0) left.push_back(neighbour);
    }
    Free(n, sizeof(Node));
  }
}
void Drop(Node* n) {
  uint32_t left = --n->holders();
  if (left == 0) return Free(n, sizeof(Node));
  if (left == Node::kHoldsNeighbours) DropRow(n);
}
// Moves an iterator.
void Stand(Node** at, Node* n) {
  if (n) ++n->holders();
  if (Node* old = std::exchange(*at, n)) Drop(old);
}

// What the node held, owned, once it is out of the list.
Value Take(Node* n) {
  Value v = std::exchange(n->data, Value());
  Drop(n);
  return v;
}

void Push(List* l, Value v) {
  Node* n = NewNode(v);
  n->previous = l->tail;
  (l->tail ? l->tail->next : l->head) = n;
  l->tail = n;
  ++l->count;
}
void Unshift(List* l, Value v) {
  Node* n = NewNode(v);
  n->next = l->head;
  (l->head ? l->head->previous : l->tail) = n;
  l->head = n;
  ++l->count;
  ++l->found_index;
}
Value Pop(List* l) {
  Node* n = l->tail;
  if (l->found == n) l->found = nullptr;
  l->tail = std::exchange(n->previous, nullptr);
  (l->tail ? l->tail->next : l->head) = nullptr;
  --l->count;
  return Take(n);
}
Value Shift(List* l) {
  Node* n = l->head;
  if (l->found == n) l->found = nullptr;
  --l->found_index;
  l->head = std::exchange(n->next, nullptr);
  (l->head ? l->head->previous : l->tail) = nullptr;
  --l->count;
  return Take(n);
}
void InsertBefore(List* l, Node* place, Value v) {
  Node* n = NewNode(v);
  n->next = place;
  n->previous = place->previous;
  (n->previous ? n->previous->next : l->head) = n;
  place->previous = n;
  ++l->count;
  l->found = nullptr;
}
Value Remove(List* l, Node* n) {
  (n->previous ? n->previous->next : l->head) = n->next;
  (n->next ? n->next->previous : l->tail) = n->previous;
  --l->count;
  l->found = nullptr;
  if (l->at == n) Stand(&l->at, nullptr);
  if (n->holders() > 1) {
    n->holders() |= Node::kHoldsNeighbours;
    for (Node* neighbour : {n->previous, n->next}) {
      if (neighbour) ++neighbour->holders();
    }
  }
  return Take(n);
}

// The element with this index, counted from the end where the list is a stack. There is one.
Node* NodeAt(List* l, int64_t index) {
  if (l->flags & List::kLifo) index = l->count - 1 - index;
  int64_t from_tail = l->count - 1 - index;
  Node* n = index <= from_tail ? l->head : l->tail;
  int64_t at = index <= from_tail ? 0 : l->count - 1;
  if (l->found && std::abs(index - l->found_index) < std::min(index, from_tail)) {
    n = l->found;
    at = l->found_index;
  }
  for (; at < index; ++at) n = n->next;
  for (; at > index; --at) n = n->previous;
  l->found = n;
  l->found_index = index;
  return n;
}

// ---- iteration

void GoFirst(const List* l, Node** at, int64_t* position, uint32_t flags) {
  bool lifo = flags & List::kLifo;
  Stand(at, lifo ? l->tail : l->head);
  *position = lifo ? int64_t{l->count} - 1 : 0;
}
void GoOn(List* l, Node** at, int64_t* position, uint32_t flags) {
  if (!*at) return;
  bool lifo = flags & List::kLifo, deletes = flags & List::kDelete;
  Stand(at, lifo ? (*at)->previous : (*at)->next);
  if (lifo || !deletes) *position += lifo ? -1 : 1;
  if (deletes && l->count) Release(lifo ? Pop(l) : Shift(l));
}

// A foreach has a position of its own, and keeps its direction.
struct Cursor {
  Node* at;
  int64_t position;
  uint32_t direction;
};
bool BeginLoop(Object* o, void** cursor) {
  auto* c = static_cast<Cursor*>(Allocate(sizeof(Cursor)));
  *c = {nullptr, 0, ListOf(o)->flags & List::kLifo};
  GoFirst(ListOf(o), &c->at, &c->position, c->direction);
  *cursor = c;
  return c->at != nullptr;
}
bool Fetch(Object* o, void** cursor, bool advance, Value* value, Value* key) {
  auto* c = static_cast<Cursor*>(*cursor);
  List* l = ListOf(o);
  if (advance) GoOn(l, &c->at, &c->position, (l->flags & List::kDelete) | c->direction);
  if (HasException() || !c->at || c->at->data.IsUndef()) return false;
  if (key) *key = Value(c->position);
  *value = CopyDeref(c->at->data);
  return true;
}
void EndLoop(Object*, void* cursor) {
  Stand(&static_cast<Cursor*>(cursor)->at, nullptr);
  Free(cursor, sizeof(Cursor));
}
constexpr NativeIteration kIteration = {BeginLoop, Fetch, nullptr, EndLoop};

void Rewind(Args args, Value*) {
  List* l = ListOf(Self(args));
  GoFirst(l, &l->at, &l->position, l->flags);
}
void Next(Args args, Value*) {
  List* l = ListOf(Self(args));
  GoOn(l, &l->at, &l->position, l->flags);
}
void Previous(Args args, Value*) {
  List* l = ListOf(Self(args));
  GoOn(l, &l->at, &l->position, l->flags ^ List::kLifo);
}
void Valid(Args args, Value* result) { Return(result, ListOf(Self(args))->at != nullptr); }
void Key(Args args, Value* result) { Return(result, ListOf(Self(args))->position); }
void Current(Args args, Value* result) {
  const Node* n = ListOf(Self(args))->at;
  if (n && !n->data.IsUndef()) ReturnCopy(result, n->data);
}

void SetIteratorMode(Args args, Value* result) {
  List* l = ListOf(Self(args));
  auto mode = static_cast<uint32_t>(args.Int(0));
  if ((l->flags & List::kFixed) && ((l->flags ^ mode) & List::kLifo)) {
    return Throw(Throwable::kRuntimeException,
                 "Iterators' LIFO/FIFO modes for SplStack/SplQueue objects are frozen");
  }
  l->flags = (mode & (List::kDelete | List::kLifo)) | (l->flags & List::kFixed);
  Return(result, l->flags);
}
void GetIteratorMode(Args args, Value* result) { Return(result, ListOf(Self(args))->flags); }

// ---- the ends

bool NotEmpty(const List* l, const char* what) {
  if (l->count) return true;
  Throw(Throwable::kRuntimeException, absl::StrFormat("Can't %s an empty datastructure", what));
  return false;
}
void CallPush(Args args, Value*) { Push(ListOf(Self(args)), CopyDeref(args[0])); }
void CallUnshift(Args args, Value*) { Unshift(ListOf(Self(args)), CopyDeref(args[0])); }
void CallPop(Args args, Value* result) {
  if (NotEmpty(ListOf(Self(args)), "pop from")) *result = Pop(ListOf(Self(args)));
}
void CallShift(Args args, Value* result) {
  if (NotEmpty(ListOf(Self(args)), "shift from")) *result = Shift(ListOf(Self(args)));
}
void Top(Args args, Value* result) {
  const List* l = ListOf(Self(args));
  if (NotEmpty(l, "peek at")) ReturnCopy(result, l->tail->data);
}
void Bottom(Args args, Value* result) {
  const List* l = ListOf(Self(args));
  if (NotEmpty(l, "peek at")) ReturnCopy(result, l->head->data);
}
int64_t Size(Object* o) { return ListOf(o)->count; }
void Count(Args args, Value* result) { Return(result, Size(Self(args))); }
void IsEmpty(Args args, Value* result) { Return(result, Size(Self(args)) == 0); }

// ---- indices

// False: raised.
bool IndexOf(const Value& key, const char* type, int64_t* index) {
  const Value v = Deref(key);
  if (v.IsInt() || v.IsFloat() || v.IsBool() || v.IsResource()) {
    *index = ToInt(v);
    return true;
  }
  if (v.IsString() && IsIntKey(v.str->view(), index)) return true;
  ArgumentTypeError(1, absl::StrFormat("must be of type %s, %s given", type, ValueNameForErrors(v)));
  return false;
}
bool Inside(Object* o, int64_t index) { return index >= 0 && index < ListOf(o)->count; }
// The element that argument 1 means; null: raised.
Node* NodeOf(Args args, const char* method, const char* type = "int") {
  int64_t index;
  if (!IndexOf(args[0], type, &index)) return nullptr;
  if (Inside(Self(args), index)) return NodeAt(ListOf(Self(args)), index);
  Throw(Throwable::kOutOfRangeException,
        absl::StrFormat("SplDoublyLinkedList::%s(): Argument #1 ($index) is out of range", method));
  return nullptr;
}
void Add(Args args, Value*) {
  List* l = ListOf(Self(args));
  if (args.Int(0) == l->count) return Push(l, CopyDeref(args[1]));
  if (Node* n = NodeOf(args, "add")) InsertBefore(l, n, CopyDeref(args[1]));
}
void OffsetExists(Args args, Value* result) {
  int64_t index;
  if (IndexOf(args[0], "int", &index)) Return(result, Inside(Self(args), index));
}
void OffsetGet(Args args, Value* result) {
  if (const Node* n = NodeOf(args, "offsetGet")) ReturnCopy(result, n->data);
}
void OffsetSet(Args args, Value*) {
  if (Deref(args[0]).IsNull()) return Push(ListOf(Self(args)), CopyDeref(args[1]));
  if (Node* n = NodeOf(args, "offsetSet", "?int")) Release(std::exchange(n->data, CopyDeref(args[1])));
}
void OffsetUnset(Args args, Value*) {
  if (Node* n = NodeOf(args, "offsetUnset")) Release(Remove(ListOf(Self(args)), n));
}

// What [] does without calling these methods, where nothing can go wrong.
bool Simple(Object* o, const Value& key) {
  const Value v = Deref(key);
  return v.IsInt() && Inside(o, v.i);
}
bool ReadDimension(Object* o, const Value* key, bool isset, Value* result) {
  if (!key || !Simple(o, *key) || Override(o->cls->offset_get)) return false;
  if (isset && Override(o->cls->offset_exists)) return false;
  *result = Copy(NodeAt(ListOf(o), Deref(*key).i)->data);
  return true;
}
bool WriteDimension(Object* o, const Value* key, Value v) {
  if (Override(o->cls->offset_set) || (key && !Simple(o, *key))) return false;
  if (key) {
    Release(std::exchange(NodeAt(ListOf(o), Deref(*key).i)->data, v));
  } else {
    Push(ListOf(o), v);
  }
  return true;
}
bool HasDimension(Object* o, const Value& key, bool check_empty, bool* found) {
  if (Override(o->cls->offset_exists) || !Deref(key).IsInt()) return false;
  *found = Simple(o, key);
  if (!*found || !check_empty) return true;
  if (Override(o->cls->offset_get)) return false;
  *found = ToBool(NodeAt(ListOf(o), Deref(key).i)->data);
  return true;
}

// ---- texts and dumps

Array* Elements(Object* o) {
  Array* out = NewArray(ListOf(o)->count);
  for (const Node* n = ListOf(o)->head; n; n = n->next) Append(out, Copy(n->data));
  return out;
}
Array* Dump(Object* o) {
  Value all(PropertiesToArray(o));
  AddHidden(&all, std::string_view("\0SplDoublyLinkedList\0flags", 26), Value(int64_t{ListOf(o)->flags}));
  AddHidden(&all, std::string_view("\0SplDoublyLinkedList\0dllist", 27), Value(Elements(o)));
  return all.arr;
}
void DebugInfo(Args args, Value* result) { Return(result, Dump(Self(args))); }
Array* Members(Object* o) { return PropertiesToArray(o); }

void SerializeToArray(Args args, Value* result) {
  Object* o = Self(args);
  Array* out = NewArray(3);
  Append(out, Value(int64_t{ListOf(o)->flags}));
  Append(out, Value(Elements(o)));
  Append(out, Value(PropertiesToArray(o)));
  Return(result, out);
}
void UnserializeFromArray(Args args, Value*) {
  Object* o = Self(args);
  const Array* data = args.Arr(0);
  Value flags = Deref(GetInt(data, 0)), elements = Deref(GetInt(data, 1)), members = Deref(GetInt(data, 2));
  if (!flags.IsInt() || !elements.IsArray() || !members.IsArray()) return BadData();
  ListOf(o)->flags = static_cast<uint32_t>(flags.i);
  for (uint32_t p = First(elements.arr); p != kEnd; p = tusk::Next(elements.arr, p))
    Push(ListOf(o), CopyDeref(ValueAt(elements.arr, p)));
  RestoreProperties(o, members.arr, "");
}

// "i:FLAGS;" and ":VALUE" for each element.
void Serialize(Args args, Value* result) {
  List* l = ListOf(Self(args));
  StringBuilder out;
  ValueWriter writer(&out);
  bool ok = writer.Write(Value(int64_t{l->flags}));
  Node* n = nullptr;
  for (Stand(&n, l->head); ok && n && !n->data.IsUndef(); Stand(&n, n->next)) {
    out.Append(':');
    Value v = Copy(n->data);
    ok = writer.Write(v);
    Release(v);
  }
  Stand(&n, nullptr);
  if (ok) Return(result, out.Finish());
}
void Unserialize(Args args, Value*) {
  if (args.View(0).empty()) return;
  List* l = ListOf(Self(args));
  while (l->count) Release(Pop(l));
  ValueReader reader(args.View(0));
  const Value* flags = reader.Read();
  bool ok = flags && flags->IsInt();
  if (ok) l->flags = static_cast<uint32_t>(flags->i);
  while (ok && reader.Take(':')) {
    const Value* v = reader.Read();
    ok = v != nullptr;
    if (ok) Push(l, CopyDeref(*v));
  }
  reader.Finish(ok && reader.AtEnd());
}

// ---- life

template <uint32_t kFlags>
void Begin(Object* o) {
  *ListOf(o) = {};
  ListOf(o)->flags = kFlags;
}
void End(Object* o) {
  List* l = ListOf(o);
  Stand(&l->at, nullptr);
  while (l->count) Release(Shift(l));
}
void Clone(Object* to, Object* from) {
  *ListOf(to) = {};
  ListOf(to)->flags = ListOf(from)->flags;
  for (const Node* n = ListOf(from)->head; n; n = n->next) Push(ListOf(to), Copy(n->data));
}
void Trace(Object* o, void (*visit)(Value*, void*), void* context) {
  for (Node* n = ListOf(o)->head; n; n = n->next) visit(&n->data, context);
}

constexpr ObjectHandlers HandlersOf(void (*begin)(Object*)) {
  return {.construct_native = begin,
          .destroy_native = End,
          .clone_native = Clone,
          .trace_native = Trace,
          .read_dimension = ReadDimension,
          .write_dimension = WriteDimension,
          .has_dimension = HasDimension,
          .count = CountForCount<Size>,
          .properties_for_dump = Dump,
          .cast_to_array = Members,
          .iteration = &kIteration};
}
constexpr ObjectHandlers kListHandlers = HandlersOf(Begin<0>),
                         kQueueHandlers = HandlersOf(Begin<List::kFixed>),
                         kStackHandlers = HandlersOf(Begin < List::kFixed | List::kLifo >);

constexpr BuiltinMethodRow kMethods[] = {
    {"add", "(int $index, mixed $value): void", kWrites, Add},
    {"pop", "(): mixed", kWrites, CallPop},
    {"shift", "(): mixed", kWrites, CallShift},
    {"push", "(mixed $value): void", kWrites, CallPush},
    {"unshift", "(mixed $value): void", kWrites, CallUnshift},
    {"top", "(): mixed", kReads, Top},
    {"bottom", "(): mixed", kReads, Bottom},
    {"__debugInfo", "(): array", kReads, DebugInfo},
    {"count", "(): int", kReads, Count},
    {"isEmpty", "(): bool", kReads, IsEmpty},
    {"setIteratorMode", "(int $mode): int", kWrites, SetIteratorMode},
    {"getIteratorMode", "(): int", kReads, GetIteratorMode},
    {"offsetExists", "($index): bool", kReads, OffsetExists},
    {"offsetGet", "($index): mixed", kReads, OffsetGet},
    {"offsetSet", "($index, mixed $value): void", kWrites, OffsetSet},
    {"offsetUnset", "($index): void", kWrites, OffsetUnset},
    {"rewind", "(): void", kWrites, Rewind},
    {"current", "(): mixed", kReads, Current},
    {"key", "(): int", kReads, Key},
    {"prev", "(): void", kWrites, Previous},
    {"next", "(): void", kWrites, Next},
    {"valid", "(): bool", kReads, Valid},
    {"unserialize", "(string $data): void", kWrites, Unserialize},
    {"serialize", "(): string", kWrites, Serialize},
    {"__serialize", "(): array", kReads, SerializeToArray},
    {"__unserialize", "(array $data): void", kWrites, UnserializeFromArray},
};
constexpr BuiltinMethodRow kQueueMethods[] = {
    {"enqueue", "(mixed $value): void", kWrites, CallPush},
    {"dequeue", "(): mixed", kWrites, CallShift},
};
constexpr BuiltinClassConstantRow kModes[] = {{"IT_MODE_LIFO", int64_t{List::kLifo}},
                                              {"IT_MODE_FIFO", 0},
                                              {"IT_MODE_DELETE", int64_t{List::kDelete}},
                                              {"IT_MODE_KEEP", 0}};

const BuiltinClassRow kRows[] = {
    {.name = "SplDoublyLinkedList",
     .interfaces = "Iterator Countable ArrayAccess Serializable",
     .methods = kMethods,
     .constants = kModes,
     .handlers = &kListHandlers,
     .native_size = sizeof(List),
     .extension = "SPL"},
    {.name = "SplQueue",
     .parent = "SplDoublyLinkedList",
     .methods = kQueueMethods,
     .handlers = &kQueueHandlers,
     .native_size = sizeof(List),
     .extension = "SPL"},
    {.name = "SplStack",
     .parent = "SplDoublyLinkedList",
     .handlers = &kStackHandlers,
     .native_size = sizeof(List),
     .extension = "SPL"},
};

}  // namespace

const std::span<const BuiltinClassRow> kSplListClasses = kRows;

}  // namespace tusk
