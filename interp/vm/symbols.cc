// Symbol tables.
#include "interp/vm/symbols.h"

#include "interp/runtime/array.h"
#include "interp/runtime/object.h"
#include "interp/vm/call.h"

namespace tusk {

Array* SymbolTable(Vm* vm, Frame* frame) {
  frame = UserFrame(frame);
  if (!frame) return nullptr;
  if (frame->symbols && (frame->info & CallInfo::kHasSymbolTable)) return frame->symbols;
  OpArray* f = frame->op_array();
  frame->info |= CallInfo::kHasSymbolTable;
  frame->symbols = NewHash(f->cv_count);
  for (uint32_t i = 0; i < f->cv_count; ++i) {
    *FindOrInsert(frame->symbols, ArrayKey::Str(f->cv_names[i])) = Value::Indirect(frame->slots() + i);
  }
  return frame->symbols;
}

void AttachSymbolTable(Frame* frame) {
  OpArray* f = frame->op_array();
  Array* table = frame->symbols;
  for (uint32_t i = 0; i < f->cv_count; ++i) {
    Value* cv = frame->slots() + i;
    Value* entry = Find(table, ArrayKey::Str(f->cv_names[i]));
    if (entry) {
      if (entry->IsIndirect()) {
        // Another frame's variable: it moves here until this table is detached.
        *cv = *entry->indirect;
        if (entry->indirect != cv) entry->indirect->type = Type::kUndef;
      } else {
        *cv = *entry;
      }
    } else {
      cv->type = Type::kUndef;
      entry = FindOrInsert(table, ArrayKey::Str(f->cv_names[i]));
    }
    *entry = Value::Indirect(cv);
  }
}

void DetachSymbolTable(Frame* frame) {
  OpArray* f = frame->op_array();
  Array* table = frame->symbols;
  for (uint32_t i = 0; i < f->cv_count; ++i) {
    Value* cv = frame->slots() + i;
    if (cv->IsUndef()) {
      if (Value* entry = Find(table, ArrayKey::Str(f->cv_names[i]))) {
        entry->type = Type::kUndef;
        *entry = Value::Null();
        Delete(table, ArrayKey::Str(f->cv_names[i]));
      }
      continue;
    }
    Value* entry = Find(table, ArrayKey::Str(f->cv_names[i]));
    if (!entry) entry = FindOrInsert(table, ArrayKey::Str(f->cv_names[i]));
    *entry = *cv;
    cv->type = Type::kUndef;
  }
}

Value* FindVariable(Array* symbols, String* name) {
  Value* v = Find(symbols, ArrayKey::Str(name));
  if (!v) return nullptr;
  if (v->IsIndirect()) v = v->indirect;
  return v->IsUndef() ? nullptr : v;
}

Value* VariablePlace(Array* symbols, String* name) {
  Value* v = FindOrInsert(symbols, ArrayKey::Str(name));
  if (v->IsIndirect()) {
    v = v->indirect;
    if (v->IsUndef()) v->type = Type::kNull;
  }
  return v;
}

void SetVariable(Array* symbols, String* name, Value v) {
  Value* place = VariablePlace(symbols, name);
  if (place->IsReference() && place->ref->constraints) {
    AssignToTypedReference(place->ref, v, false);
    return;
  }
  place = Deref(place);
  Value old = *place;
  *place = v;
  Release(old);
}

}  // namespace tusk
