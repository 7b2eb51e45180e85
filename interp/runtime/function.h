// What can be called: the part that user functions (vm/op.h: OpArray) and builtins share, and type
// declarations.
#pragma once

#include <span>
#include <vector>

#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

struct Ast;
struct Class;
struct Frame;
struct Vm;

// A type declaration: a mask of Types and pseudo types, and class names for the rest. DNF types keep a list
// of alternatives, each a list of names that must all match.
struct TypeDecl {
  static constexpr uint32_t Bit(Type t) { return 1u << static_cast<uint32_t>(t); }
  static constexpr uint32_t kBool = (1u << 2) | (1u << 3);
  static constexpr uint32_t kCallable = 1u << 16;
  static constexpr uint32_t kIterable =
      1u << 17;  // written "iterable": stands for array and the class Traversable
  static constexpr uint32_t kVoid = 1u << 18;
  static constexpr uint32_t kNever = 1u << 19;
  static constexpr uint32_t kStatic = 1u << 20;
  static constexpr uint32_t kMixed = 0x3fe;  // kNull to kResource
  struct Conjunction {
    std::span<String*> names;  // as written, resolved; "self"/"parent" stay symbolic
    std::span<String*> lower_names;
  };
  uint32_t mask = 0;
  std::span<Conjunction> classes;  // any of them; arena of the declaring unit, never freed
  bool declared = false;           // false: no type at all, everything passes
  // A class whose objects were accepted whatever the scope: the answer for the next object, mostly.
  mutable const Class* accepted = nullptr;

  bool Allows(Type t) const { return mask & Bit(t); }
};

// #[Name(arguments)] as declared. Never freed.
struct Attribute {
  struct Argument {
    String* name;  // null: positional
    Value value;   // a constant expression until somebody asks
  };
  String* name;  // resolved
  std::vector<Argument> arguments;
};
using AttributeList = std::vector<Attribute>;

struct ArgInfo {
  String* name = nullptr;  // interned
  TypeDecl type;
  bool by_reference = false;
  bool prefer_reference = false;  // builtins such as array_multisort
  bool variadic = false;
  bool promoted = false;
  bool optional = false;
  const AttributeList* attributes = nullptr;
  const char* default_text =
      nullptr;  // builtins: PHP source of the default, for named arguments and reflection
};

enum class FunctionKind : uint8_t { kUser, kBuiltin };

struct FunctionFlags {
  enum : uint32_t {
    kPublic = 1u << 0,
    kProtected = 1u << 1,
    kPrivate = 1u << 2,
    kStatic = 1u << 3,
    kFinal = 1u << 4,
    kAbstract = 1u << 5,
    kReturnsReference = 1u << 6,
    kVariadic = 1u << 7,
    kGenerator = 1u << 8,
    kClosure = 1u << 9,
    kHasFinally = 1u << 10,
    kStrictTypes = 1u << 11,  // declare(strict_types=1) in its file
    kDeprecated = 1u << 12,
    kTrampoline = 1u << 13,   // made for one __call / __callStatic; freed when the call ends
    kFakeClosure = 1u << 14,  // first class callable of a named function
    kUsesThis = 1u << 15,
    kArrow = 1u << 16,
    kTopLevel = 1u << 17,  // main script, include, eval
    kReturnTypeDeclared = 1u << 18,
    kHasTypedArgs = 1u << 19,
    kConstructor = 1u << 20,
    kDynamicVariables = 1u << 21,  // $$x, extract, compact, include, eval ...: a symbol table may exist
    kAnyByReference = 1u << 22,    // some parameter is taken by reference
    kEarlyBound = 1u << 23,
    kReturnTypeWillChange = 1u << 24,  // #[\ReturnTypeWillChange]
    kOverride = 1u << 25,              // #[\Override]
    kFromTrait = 1u << 26,             // a copy that a class got from a trait
    kResumesGenerator = 1u << 28,      // Generator::next() and send(): calls may enter its frame
    kConstantThunk = 1u << 27,         // returns the value of a constant expression (kConstantAst)
  };
};

struct Function {
  FunctionKind kind = FunctionKind::kUser;
  uint32_t flags = 0;
  String* name = nullptr;         // as declared; null for top-level code
  Class* scope = nullptr;         // class that declares it
  Function* prototype = nullptr;  // the inherited declaration it implements
  uint32_t arg_count = 0;         // declared parameters, a variadic one not counted
  uint32_t required_args = 0;
  ArgInfo* args = nullptr;  // arg_count (+1 if variadic) entries
  TypeDecl return_type;
  std::string_view doc_comment;
  const AttributeList* attributes = nullptr;
  Object* closure = nullptr;  // the Closure object that owns this copy of a function, not counted

  bool Is(uint32_t f) const { return flags & f; }
  // Argument `index` (0-based), the variadic one for all beyond; null when not declared.
  const ArgInfo* Arg(uint32_t index) const {
    if (index < arg_count) return &args[index];
    return (flags & FunctionFlags::kVariadic) ? &args[arg_count] : nullptr;
  }
  bool ArgByReference(uint32_t index) const {
    if (!(flags & FunctionFlags::kAnyByReference)) return false;
    const ArgInfo* arg = Arg(index);
    return arg && (arg->by_reference || arg->prefer_reference);
  }
};

// What a builtin may do; the recorder and the optimiser believe it.
struct BuiltinEffects {
  enum : uint16_t {
    kPure = 0,        // result depends on the arguments only, nothing else is touched
    kWarns = 1 << 0,  // may emit a diagnostic, so an error handler may run
    kThrows = 1 << 1,
    kCallsBack = 1 << 2,   // may call user code given as an argument, __toString ...
    kReadsState = 1 << 3,  // time, files, ini, random state
    kWritesState = 1 << 4,
    kWritesArgs = 1 << 5,  // by-reference parameters
    kUsesFrame =
        1 << 6,  // looks at the caller's variables: compact, extract, func_get_args, get_defined_vars
    kMayPause = 1 << 7,
    kTakesNamed = 1 << 8,  // call_user_func and the like pass unknown named arguments on
  };
};

// Arguments of a builtin call, coerced to the declared types already (null for omitted ones with a null
// default, kUndef for other omitted ones). References appear only where declared.
struct Args {
  Vm* vm;
  Frame* frame;  // the builtin's own frame; `this` lies there
  Value* values;
  uint32_t count;  // passed

  Value& operator[](uint32_t i) const { return values[i]; }
  bool Has(uint32_t i) const { return i < count && !values[i].IsUndef(); }
  int64_t Int(uint32_t i) const { return values[i].i; }
  int64_t Int(uint32_t i, int64_t missing) const {
    return Has(i) && values[i].IsInt() ? values[i].i : missing;
  }
  double Float(uint32_t i) const { return values[i].d; }
  bool Bool(uint32_t i, bool missing = false) const { return Has(i) ? values[i].IsTrue() : missing; }
  String* Str(uint32_t i) const { return values[i].str; }
  std::string_view View(uint32_t i) const { return values[i].str->view(); }
  Array* Arr(uint32_t i) const { return values[i].arr; }
  bool IsNull(uint32_t i) const { return i >= count || values[i].IsNullOrUndef(); }
};

// `result` arrives as kNull; the body stores an owned value there. On error it raises (errors.h) and returns.
using BuiltinBody = void (*)(Args args, Value* result);

// One row: everything about a builtin function, e.g.
//   {"str_repeat", "(string $string, int $times): string", BuiltinEffects::kThrows, StrRepeat}
// Signatures are PHP source, parsed when the function is first called. Rows of a table are sorted by name.
struct BuiltinRow {
  const char* name;
  const char* signature;
  uint16_t effects;
  BuiltinBody body;
};

struct Builtin : Function {
  const BuiltinRow* row = nullptr;
  BuiltinBody body = nullptr;
  Value* defaults = nullptr;          // arg_count values; kUndef: required, or decided by the body
  const char** type_texts = nullptr;  // by parameter (variadic included): its type as messages name it
  uint32_t* fitting = nullptr;  // by parameter (variadic included): the types of slots that need no coercion
};

}  // namespace tusk
