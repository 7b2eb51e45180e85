// Load forwarding and load CSE, as loads are emitted: a load gives the value last stored to or loaded from
// the same place, if nothing in between may have changed it. Walks the chains of stores backwards, newest
// first.
#include <algorithm>

#include "ir/alias.h"
#include "ir/builder.h"

namespace tusk::ir {

using enum Opcode;

namespace {

// Where calls and the like (not stores) last changed memory of this class; addresses of unknown origin meet
// all.
IrRef ClobberLimit(const Builder& b, Alias alias) {
  if (alias != Alias::kAnyValue) {
    bool is_value = (Bit(alias) & kValueAliases) != 0;
    return is_value ? std::max(b.LastClobber(alias), b.LastClobber(Alias::kAnyValue)) : b.LastClobber(alias);
  }
  IrRef limit;
  for (Alias a : {Alias::kSlot, Alias::kHeapSlot, Alias::kElement, Alias::kProperty, Alias::kRefValue,
                  Alias::kAnyValue}) {
    limit = std::max(limit, b.LastClobber(a));
  }
  return limit;
}

struct Found {
  IrRef store;  // the store that wrote exactly this place, if that was the last thing to happen to it
  IrRef limit;  // otherwise: nothing after this touched the place
};

// Walks the stores of one opcode down to found->limit.
template <typename Relation>
void WalkStores(const Builder& b, Opcode op, Relation relation, Found* found) {
  for (IrRef s = b.Last(op); s > found->limit; s = b.Previous(s)) {
    Overlap overlap = relation(b.trace()[s]);
    if (overlap == Overlap::kNo) continue;
    found->store = overlap == Overlap::kMust ? s : kNone;
    found->limit = s;
    return;
  }
}

Found FindValueStore(const Builder& b, IrRef address) {
  const Trace& t = b.trace();
  Found found{.limit = ClobberLimit(b, Decode(t, address).alias)};
  auto relation = [&](const Inst& store) { return Compare(t, store.a, address); };
  WalkStores(b, VCOPY, relation, &found);
  found.store = kNone;  // the copied Value's type is not known
  WalkStores(b, VSTORE, relation, &found);
  return found;
}

Found FindFieldStore(const Builder& b, const Inst& load) {
  const FieldRow& row = Row(load.field());
  if (load.field() == Field::kRefcount) return {.limit = b.RefcountLimit(load.a)};
  Found found{.limit = (row.flags & kFieldConst) ? kNone : b.LastClobber(row.alias)};
  WalkStores(
      b, FSTORE,
      [&](const Inst& store) {
        if (store.b != load.b) return Overlap::kNo;
        return store.a == load.a ? Overlap::kMust : Overlap::kMay;
      },
      &found);
  return found;
}

Found FindRawStore(const Builder& b, const Inst& load) {
  Found found{.limit = b.LastClobber(Alias::kRawElement)};
  WalkStores(
      b, load.op == ILOAD ? ISTORE : DSTORE,
      [&](const Inst& store) {
        return store.a == load.a ? CompareIndex(b.trace(), store.b, load.b) : Overlap::kMay;
      },
      &found);
  return found;
}

// The tag of a value of this type as a constant; none for bool.
IrRef TagConstant(Trace& t, Type type) { return type == Type::kBool ? kNone : t.KInt(TagOf(type)); }

}  // namespace

IrRef Builder::RefcountLimit(IrRef v) const {
  const Trace& t = *trace_;
  Type type = t.TypeOf(v);
  IrRef first = v.IsInst() ? v : kNone;
  for (IrRef r(t.end().v - 1); r > first; --r.v) {
    const Inst& inst = t[r];
    switch (inst.op) {
      case RETAIN:
        if (t.TypeOf(inst.a) == type) return r;
        break;
      case RELEASE:
        // All but strings may hold others, or have destructors.
        if (t.TypeOf(inst.a) == type || t.TypeOf(inst.a) != Type::kString) return r;
        break;
      case STEP:
      case STEPAT: return r;
      case FSTORE:
        if (inst.field() == Field::kRefcount) return r;
        break;
      case CALL: {
        if (Row(inst.call()).flags & (kCallUser | kCallWrites)) return r;
        CallSignature s = Signature(inst.call());
        auto args = t.args(inst);
        for (size_t i = 0; i < args.size(); ++i) {
          if (s.arg[i].consumed && t.TypeOf(args[i]) == type) return r;
        }
        break;
      }
      default: break;
    }
  }
  return first;
}

bool Builder::IsUnshared(IrRef array) const {
  if (!array.IsInst()) return false;
  const Trace& t = *trace_;
  IrRef limit = RefcountLimit(array);
  const Inst& def = t[array];
  if (def.op == CALL && def.call() == CallId::kArraySeparate && limit == array) return true;
  Inst load{.op = FLOAD, .type = Type::kInt, .a = array, .b = Lit(static_cast<int>(Field::kRefcount))};
  IrRef count = FindEqual(load, limit);
  if (!count) return false;
  for (IrRef r = Last(EQ); r > count; r = Previous(r)) {
    if (t[r].a == count && t.IsInt(t[r].b) && t.IntOf(t[r].b) == 1) return KnownBool(r) == kTrueRef;
  }
  return false;
}

IrRef Builder::LoadLimit(const Inst& load) const {
  switch (load.op) {
    case SLOAD:
    case HLOAD: return kNone;
    case VLOAD:
    case VLOADU:
    case VTYPE: return FindValueStore(*this, load.a).limit;
    case ILOAD:
    case DLOAD: return FindRawStore(*this, load).limit;
    case BLOAD: return LastClobber(Alias::kString);
    case FLOAD: return FindFieldStore(*this, load).limit;
    default: {
      // A call that reads the heap: any heap store or clobber.
      IrRef limit;
      for (int i = 0; i < kNumAliases; ++i) {
        if (kHeapAliases & (1u << i)) limit = std::max(limit, clobber_[static_cast<size_t>(i)]);
      }
      for (Opcode op : {VSTORE, VCOPY, ISTORE, DSTORE, FSTORE}) {
        for (IrRef s = Last(op); s > limit; s = Previous(s)) {
          if (Bit(AliasOf(*trace_, (*trace_)[s])) & kHeapAliases) limit = s;
        }
      }
      return limit;
    }
  }
}

IrRef Builder::Forward(const Inst& load, bool* failed) const {
  const Trace& t = *trace_;
  switch (load.op) {
    case VLOAD:
    case VLOADU:
    case VTYPE: {
      Found found = FindValueStore(*this, load.a);
      if (found.store) {
        IrRef value = t[found.store].b;
        if (load.op == VTYPE) return TagConstant(*trace_, t.TypeOf(value));
        if (t.TypeOf(value) != load.type) *failed = true;
        return value;
      }
      // Loads of the same place since then: the same type is the same value, another type cannot be.
      for (Opcode op : {VLOAD, VLOADU}) {
        for (IrRef r = Last(op); r > found.limit; r = Previous(r)) {
          if (t[r].a != load.a) continue;
          if (load.op == VTYPE) return TagConstant(*trace_, t[r].type);
          if (t[r].type != load.type) *failed = true;
          return r;
        }
      }
      Address place = Decode(t, load.a);
      if (place.IsSlot() && !found.limit) {
        for (IrRef r = Last(place.alias == Alias::kSlot ? SLOAD : HLOAD); r; r = Previous(r)) {
          if (t[r].a.v != place.literal || (t[r].op == HLOAD && t[r].b != place.base)) continue;
          if (load.op == VTYPE) return TagConstant(*trace_, t[r].type);
          if (t[r].type != load.type) *failed = true;
          return r;
        }
      }
      return load.op == VTYPE ? FindEqual(load, found.limit) : kNone;
    }
    case ILOAD:
    case DLOAD: {
      Found found = FindRawStore(*this, load);
      return found.store ? t[found.store].c : FindEqual(load, found.limit);
    }
    case BLOAD: return FindEqual(load, LastClobber(Alias::kString));
    case FLOAD: {
      if (load.field() == Field::kRefcount && load.a.IsInst() && t[load.a].op == CALL &&
          t[load.a].call() == CallId::kArraySeparate && IsUnshared(load.a)) {
        return trace_->KInt(1);
      }
      Found found = FindFieldStore(*this, load);
      if (found.store && t.TypeOf(t[found.store].c) == load.type) return t[found.store].c;
      return FindEqual(load, found.limit);
    }
    default: return kNone;
  }
}

// A slot of the root frame or of one on the heap. Until the trace writes it in memory it has its value of
// trace entry; after that the load reads what is there now.
IrRef Builder::EmitSLoad(const Inst& inst) {
  const Trace& t = *trace_;
  Alias alias = AliasOf(t, inst);
  bool written = !LastClobber(alias).IsNone();
  for (Opcode op : {VSTORE, VCOPY}) {
    for (IrRef s = Last(op); s && !written; s = Previous(s)) {
      Address a = Decode(t, t[s].a);
      written = a.alias == Alias::kAnyValue || (a.alias == alias && a.literal == inst.a.v);
    }
  }
  if (written)
    return VLoad(inst.op == SLOAD ? SlotAddr(inst.slot()) : HeapAddr(inst.b, inst.slot()), inst.type);
  for (IrRef r = Last(inst.op); r; r = Previous(r)) {
    if (t[r].a == inst.a) return t[r].type == inst.type ? r : Failed();
  }
  return Finish(inst);
}

}  // namespace tusk::ir
