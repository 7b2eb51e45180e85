// Alias classes of addresses, loads, stores and effects.
#include "ir/alias.h"

#include "interp/runtime/scalar.h"

namespace tusk::ir {

using enum Opcode;

Address Decode(const Trace& trace, IrRef address) {
  Address out{.base = address};
  if (!address.IsInst()) return out;
  const Inst& inst = trace[address];
  switch (inst.op) {
    case SLOTADDR: out.alias = Alias::kSlot, out.literal = inst.a.v; break;
    case HEAPADDR: out.alias = Alias::kHeapSlot, out.base = inst.a, out.literal = inst.b.v; break;
    case ELEMADDR: out.alias = Alias::kElement, out.base = inst.a, out.index = inst.b; break;
    case PROPADDR: out.alias = Alias::kProperty, out.base = inst.a, out.literal = inst.b.v; break;
    case REFADDR: out.alias = Alias::kRefValue, out.base = inst.a; break;
    // What looks something up in a table gives the address of a table's entry.
    case CALL: out.alias = Alias::kElement; break;
    default: break;
  }
  return out;
}

namespace {

// x = base + offset, for disambiguation of indices.
struct Sum {
  IrRef base;
  int64_t offset;
};
Sum Split(const Trace& trace, IrRef r) {
  if (trace.IsInt(r)) return {kNone, trace.IntOf(r)};
  if (r.IsInst()) {
    const Inst& inst = trace[r];
    if ((inst.op == ADD || inst.op == ADDOV) && trace.IsInt(inst.b)) return {inst.a, trace.IntOf(inst.b)};
  }
  return {r, 0};
}

}  // namespace

Overlap CompareIndex(const Trace& trace, IrRef index1, IrRef index2) {
  if (index1 == index2) return Overlap::kMust;
  Sum a = Split(trace, index1), b = Split(trace, index2);
  if (a.base == b.base) return a.offset == b.offset ? Overlap::kMust : Overlap::kNo;
  return Overlap::kMay;
}

Overlap Compare(const Trace& trace, IrRef address1, IrRef address2) {
  if (address1 == address2) return Overlap::kMust;
  Address a = Decode(trace, address1), b = Decode(trace, address2);
  if (a.alias == Alias::kAnyValue || b.alias == Alias::kAnyValue) {
    // Two constant addresses are two places; every other combination may meet.
    bool constants = a.base.IsConst() && b.base.IsConst() && a.alias == b.alias;
    return constants ? Overlap::kNo : Overlap::kMay;
  }
  if (a.alias != b.alias) return Overlap::kNo;
  switch (a.alias) {
    case Alias::kSlot: return a.literal == b.literal ? Overlap::kMust : Overlap::kNo;
    case Alias::kHeapSlot:
      // Slot numbers tell the frames of one round apart. The next round may have others by the same numbers.
      if ((address1 < trace.loop) == (address2 < trace.loop))
        return a.literal == b.literal ? Overlap::kMust : Overlap::kNo;
      if (InHeapFrame(a.literal) != InHeapFrame(b.literal)) return Overlap::kNo;
      return a.base == b.base ? Overlap::kMust : Overlap::kMay;
    case Alias::kProperty:
      if (a.literal != b.literal) return Overlap::kNo;
      return a.base == b.base ? Overlap::kMust : Overlap::kMay;
    case Alias::kElement: {
      // With different storage pointers only the index can tell nothing: the arrays may be one.
      if (a.base != b.base) return Overlap::kMay;
      return CompareIndex(trace, a.index, b.index);
    }
    default: return Overlap::kMay;  // two references
  }
}

AliasSet ClobberedBy(const Trace& trace, const Inst& inst) {
  switch (inst.op) {
    case STEP:
    case STEPAT: return kAllAliases;
    case RETAIN: return Bit(Alias::kRefcount);
    case RELEASE:
      if (inst.type == Type::kString || trace.TypeOf(inst.a) == Type::kString) return Bit(Alias::kRefcount);
      // A destructor may do anything to the heap and may throw. It cannot name another frame's slots.
      return kHeapAliases | Bit(Alias::kVm);
    case CALL: {
      const CallRow& row = Row(inst.call());
      AliasSet set = 0;
      if (row.flags & kCallUser) return kAllAliases;
      if (row.flags & kCallWrites) set |= kHeapAliases;
      if (row.flags & kCallArrays) set |= kArrayAliases;
      if (row.flags & (kCallOwned | kCallAlloc)) set |= Bit(Alias::kRefcount);
      if (row.flags & kCallThrows) set |= Bit(Alias::kVm);
      if (row.args.find('!') != std::string_view::npos) set |= Bit(Alias::kRefcount);
      return set;
    }
    default: return 0;
  }
}

bool MayRunUserCode(const Trace& trace, const Inst& inst) {
  switch (inst.op) {
    case STEP:
    case STEPAT: return true;
    case RELEASE: return trace.TypeOf(inst.a) != Type::kString;
    case CALL: return (Row(inst.call()).flags & kCallUser) != 0;
    default: return false;
  }
}

Alias AliasOf(const Trace& trace, const Inst& inst) {
  switch (inst.op) {
    case SLOAD: return Alias::kSlot;
    case HLOAD: return Alias::kHeapSlot;
    case VLOAD:
    case VLOADU:
    case VTYPE:
    case VSTORE:
    case VCOPY: return Decode(trace, inst.a).alias;
    case ILOAD:
    case ISTORE:
    case DLOAD:
    case DSTORE: return Alias::kRawElement;
    case BLOAD: return Alias::kString;
    case FLOAD:
    case FSTORE: return Row(inst.field()).alias;
    default: UNREACHABLE();
  }
}

}  // namespace tusk::ir
