// Which memory an address or an instruction touches. Used while building (forwarding) and by every pass that
// moves or removes memory operations.
#pragma once

#include "ir/ir.h"

namespace tusk::ir {

// Taken apart: what kind of Value an address points to, and where.
struct Address {
  Alias alias = Alias::kAnyValue;
  // ELEMADDR: data; PROPADDR: object; REFADDR: reference; HEAPADDR: generator or its frame; otherwise the
  // address itself
  IrRef base;
  IrRef index;      // ELEMADDR
  int literal = 0;  // SLOTADDR, HEAPADDR: slot; PROPADDR: property
  bool IsSlot() const { return alias == Alias::kSlot || alias == Alias::kHeapSlot; }
};
Address Decode(const Trace& trace, IrRef address);

enum class Overlap { kNo, kMay, kMust };
Overlap Compare(const Trace& trace, IrRef address1, IrRef address2);
// Two element indices.
Overlap CompareIndex(const Trace& trace, IrRef index1, IrRef index2);

// One bit per alias class.
using AliasSet = uint32_t;
constexpr AliasSet Bit(Alias a) { return 1u << static_cast<int>(a); }
inline constexpr AliasSet kAllAliases = (1u << kNumAliases) - 1;
inline constexpr AliasSet kValueAliases = Bit(Alias::kSlot) | Bit(Alias::kHeapSlot) | Bit(Alias::kElement) |
                                          Bit(Alias::kProperty) | Bit(Alias::kRefValue) |
                                          Bit(Alias::kAnyValue);
inline constexpr AliasSet kArrayAliases =
    Bit(Alias::kElement) | Bit(Alias::kRawElement) | Bit(Alias::kRefcount) | Bit(Alias::kArrayKind) |
    Bit(Alias::kArrayCount) | Bit(Alias::kArrayCapacity) | Bit(Alias::kArrayData);
inline constexpr AliasSet kHeapAliases =
    kAllAliases & ~(Bit(Alias::kSlot) | Bit(Alias::kVm) | Bit(Alias::kFrame));

// What an instruction may change without naming an address: calls, STEP, RETAIN, RELEASE. Stores are not in
// here.
AliasSet ClobberedBy(const Trace& trace, const Inst& inst);
// May the instruction run user code (destructors, error handlers, callbacks)?
bool MayRunUserCode(const Trace& trace, const Inst& inst);
// The class a load or store names.
Alias AliasOf(const Trace& trace, const Inst& inst);

}  // namespace tusk::ir
