// Destruction of counted values, references, resources and the names of types.
#include "interp/runtime/value.h"

#include <vector>

#include "interp/runtime/array.h"
#include "interp/runtime/class.h"
#include "interp/runtime/gc.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/runtime/resource.h"
#include "interp/runtime/string.h"

namespace tusk {

constinit uint32_t g_destroy_depth = 0;

namespace {

// Destroying a long chain of containers would recurse as deep as the chain is long. Beyond this depth the
// rest waits until the outermost destruction is done.
constexpr uint32_t kMaxDestroyDepth = 1000;
std::vector<RefCounted*>& Deferred() {
  static auto* deferred = new std::vector<RefCounted*>;
  return *deferred;
}

void FreeReference(Reference* ref) {
  if (ref->info & RefCounted::kGcPurple) ForgetPossibleRoot(ref);
  Value inner = ref->value;
  delete ref->constraints;
  Free(ref, sizeof(Reference));
  Release(inner);
}

void DestroyNow(RefCounted* counted) {
  switch (counted->kind()) {
    case Type::kArray: FreeArray(static_cast<Array*>(counted)); break;
    case Type::kObject: FreeObject(static_cast<Object*>(counted)); break;
    case Type::kReference: FreeReference(static_cast<Reference*>(counted)); break;
    default: UNREACHABLE();
  }
}

}  // namespace

void DestroyCounted(RefCounted* counted) {
  switch (counted->kind()) {
    case Type::kString: FreeString(static_cast<String*>(counted)); return;
    case Type::kResource: FreeResource(static_cast<Resource*>(counted)); return;
    default: break;
  }
  if (TUSK_UNLIKELY(g_destroy_depth >= kMaxDestroyDepth)) {
    Deferred().push_back(counted);
    return;
  }
  ++g_destroy_depth;
  DestroyNow(counted);
  --g_destroy_depth;
  if (TUSK_UNLIKELY(g_destroy_depth == 0 && !Deferred().empty())) {
    ++g_destroy_depth;
    while (!Deferred().empty()) {
      RefCounted* next = Deferred().back();
      Deferred().pop_back();
      DestroyNow(next);
    }
    --g_destroy_depth;
  }
}

Reference* MakeReference(Value* slot) {
  if (slot->IsReference()) return slot->ref;
  auto* ref = static_cast<Reference*>(Allocate(sizeof(Reference)));
  ref->refcount = 1;
  ref->info = static_cast<uint32_t>(Type::kReference);
  ref->value = slot->IsUndef() ? Value::Null() : *slot;
  ref->constraints = nullptr;
  slot->ref = ref;
  slot->type = Type::kReference;
  return ref;
}

namespace {
constinit int64_t g_last_resource_id = 0;
}  // namespace

Resource* NewResource(const char* type_name, void* data, void (*close)(Resource*)) {
  auto* r = static_cast<Resource*>(Allocate(sizeof(Resource)));
  r->refcount = 1;
  r->info = static_cast<uint32_t>(Type::kResource) | RefCounted::kNotCollectable;
  r->id = ++g_last_resource_id;
  r->type_name = type_name;
  r->data = data;
  r->close = close;
  return r;
}

void CloseResource(Resource* r) {
  r->type_name = nullptr;
  if (auto* close = r->close) {
    r->close = nullptr;
    close(r);
    r->data = nullptr;
  }
}

void FreeResource(Resource* r) {
  CloseResource(r);
  Free(r, sizeof(Resource));
}

const char* TypeNameForGettype(Type type) {
  switch (type) {
    case Type::kUndef:
    case Type::kNull: return "NULL";
    case Type::kFalse:
    case Type::kTrue: return "boolean";
    case Type::kInt: return "integer";
    case Type::kFloat: return "double";
    case Type::kString: return "string";
    case Type::kArray: return "array";
    case Type::kObject: return "object";
    case Type::kResource: return "resource";
    default: return "unknown type";
  }
}

const char* PlainTypeName(const Value& v) { return Deref(&v)->IsBool() ? "bool" : TypeNameForErrors(v); }

const char* TypeNameForErrors(const Value& v) {
  switch (v.type) {
    case Type::kUndef:
    case Type::kNull: return "null";
    case Type::kFalse: return "false";
    case Type::kTrue: return "true";
    case Type::kInt: return "int";
    case Type::kFloat: return "float";
    case Type::kString: return "string";
    case Type::kArray: return "array";
    case Type::kObject: return v.obj->cls->name->data;
    case Type::kResource: return v.res->type_name ? "resource" : "resource (closed)";
    case Type::kReference: return TypeNameForErrors(v.ref->value);
    default: return "mixed";
  }
}

}  // namespace tusk
