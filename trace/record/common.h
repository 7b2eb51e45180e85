// Shared by the record functions of all families.
#pragma once

#include "interp/runtime/array.h"
#include "interp/runtime/object.h"
#include "trace/recorder.h"

namespace tusk::trace {

// kRecordFunctions is filled from opcodes.def by these: a family defines RECORD(Camel) for what it records
// natively and lists it in record/native.def, which the table, the report and the documents derive from.
#define RECORD(Camel) Outcome Record##Camel(Recorder& r)

#define NATIVE(Camel) RECORD(Camel);
#include "trace/record/native.def"
#undef NATIVE

// A value as a bool condition, specialised to what it is now; kNone when traces cannot test it.
ir::IrRef Truth(Recorder& r, ir::IrRef value, const Value& now);
// a op b for the arithmetic opcodes, specialised to the operands' types; kNone: not recorded natively.
ir::IrRef Arithmetic(Recorder& r, Opcode op, ir::IrRef a, ir::IrRef b, const Value& now_a,
                     const Value& now_b);
// The end of an opline that answers with a bool, or branches by it; its operands die. `now`: the answer now.
Outcome Finish(Recorder& r, ir::IrRef condition, bool now);
// String of a value with a count of its own; kNone: not recorded natively.
ir::IrRef ToOwnedString(Recorder& r, ir::IrRef value);
// Appends in place to `old`, the string at `address`; kNone: not recorded natively.
ir::IrRef AppendToPlace(Recorder& r, ir::IrRef address, ir::IrRef old, ir::IrRef value);
// The byte that a string of one byte was made of in this trace, or is; kNone: not known to be such a string.
ir::IrRef ByteOf(Recorder& r, ir::IrRef string);
ir::IrRef StringOfByte(Recorder& r, ir::IrRef byte);  // byte is 0..255
ir::IrRef StringsEqual(Recorder& r, ir::IrRef a, ir::IrRef b);
// An element of an array, borrowed, dereferenced, guarded to lie where it lies now. kNone: not recorded
// natively. *missing: there is no such element (guarded); the result is null.
ir::IrRef LoadElement(Recorder& r, ir::IrRef array, const Array* now, ir::IrRef key, const Value& now_key,
                      bool* missing);
// Walking an array by position. What comes next in `array` at `position`, which is `now_position` now.
struct ArrayStep {
  ir::IrRef position;  // of the element; kNone: not recorded natively
  ir::IrRef value;     // borrowed, dereferenced; kNone at the end, which is guarded
  uint32_t now_position;
};
ArrayStep NextElement(Recorder& r, ir::IrRef array, const Array* now, ir::IrRef position,
                      uint32_t now_position);
// Its key, with a count of its own.
ir::IrRef KeyOfElement(Recorder& r, ir::IrRef array, const Array* now, const ArrayStep& element);
// Guards on classes (classes.cc). GuardClass: which it is. GuardSlot: that the property *info lies where it
// does now; true if the class is known then, else *info may be another declaration of it. GuardMethod: that
// the name still means f. GuardAccepted: that the type accepts the object, as it does now.
void GuardClass(Recorder& r, ir::IrRef object, const Class* c);
bool GuardSlot(Recorder& r, ir::IrRef object, const Object* now, bool is_this, PropertyInfo** info);
void GuardNoMagicSet(Recorder& r, ir::IrRef object);
void GuardMethod(Recorder& r, ir::IrRef object, const Object* now, bool is_this, String* lower_name,
                 const Function* f);
void GuardAccepted(Recorder& r, ir::IrRef object, const Object* now, const TypeDecl* type, Class* scope);
// Whether the object is of class c or of one that extends it.
ir::IrRef IsInstance(Recorder& r, ir::IrRef object, const Object* now, const Class* c);
// The value in a place, dereferenced; kNone: not a kind of value that traces hold.
ir::IrRef LoadPlace(Recorder& r, const Place& place);
// Whether an opline changes elements of the array, or bytes of the string, at the place that the one before
// it found.
bool ChangesElements(Opcode opcode, const Value& now);
void GuardKind(Recorder& r, ir::IrRef array, ArrayKind kind);
// ASSIGN_DIM in a string: $s[$i] = 'x'.
Outcome AssignByte(Recorder& r, const Value& now_value);
// The place that a Value in memory is, references followed. stays_array: it is an array and will be one,
// which is all that a typed reference asks. False: not recorded natively.
bool FollowPlace(Recorder& r, ir::IrRef address, Value* now, Place* place, bool stays_array = false);
// A prepared call of a method of Generator. kGeneric: not recorded natively.
Outcome GeneratorMethod(Recorder& r, const Call& call);
// FE_FETCH where the loop variable is a generator.
Outcome FetchFromGenerator(Recorder& r);
// FE_RESET_R of a generator.
Outcome ResetGenerator(Recorder& r);
// Whether the pending call takes all its arguments by value, so that what comes *_FUNC_ARG does is known.
bool SendsValues(Recorder& r);
bool IsNumber(ir::Type t);
// x + 1 or x - 1; kNone: not a number, or an overflow now.
ir::IrRef CountUpOrDown(Recorder& r, ir::IrRef x, const Value& now, bool increment);
ir::IrRef ToFloat(Recorder& r, ir::IrRef value);
// Records a builtin whose arguments are known; kNone: not this one, or not with these types. Arguments stay
// owned by the caller, the result is owned by the trace.
ir::IrRef RecordBuiltin(Recorder& r, std::string_view name, absl::Span<const ir::IrRef> args,
                        absl::Span<const Value> now);
// What a builtin, called with these arguments, asks of the frames around it. May emit guards.
enum class FrameNeed : uint8_t {
  kNever,    // it cannot warn, throw, call back or look at its caller
  kWarns,    // only then somebody looks; it writes over what its references hold
  kInPlace,  // the same, but changes the array that its reference holds
  kAlways
};
FrameNeed NeedOfFrame(Recorder& r, const Builtin* f, absl::Span<const ir::IrRef> args,
                      absl::Span<const Value> now);

}  // namespace tusk::trace
