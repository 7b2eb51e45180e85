// Builtin classes as constexpr rows. A Class is made from its row when its name is first looked up, so that
// start-up registers nothing.
#pragma once

#include <span>
#include <string_view>

#include "interp/runtime/class.h"
#include "interp/runtime/function.h"

namespace tusk {

// A method is a BuiltinRow with flags. In the body, args.frame->self is $this (kObject) or the called class.
struct BuiltinMethodRow {
  BuiltinRow function;  // name in its original spelling
  uint32_t flags = FunctionFlags::kPublic;
  constexpr BuiltinMethodRow(const char* name, const char* signature, uint16_t effects, BuiltinBody body,
                             uint32_t f = FunctionFlags::kPublic)
      : function{name, signature, effects, body}, flags(f) {}
  // An abstract method of an interface or class.
  constexpr BuiltinMethodRow(const char* name, const char* signature, uint32_t f = FunctionFlags::kPublic)
      : function{name, signature, BuiltinEffects::kCallsBack, nullptr}, flags(f | FunctionFlags::kAbstract) {}
};

// A constant's value or a property's default.
struct BuiltinInit {
  Type type = Type::kNull;
  int64_t i = 0;
  const char* s = nullptr;
  constexpr BuiltinInit() = default;
  constexpr BuiltinInit(Type t) : type(t) {}  // kUndef (uninitialised), kNull, kFalse, kTrue, kArray (empty)
  constexpr BuiltinInit(int64_t v) : type(Type::kInt), i(v) {}
  constexpr BuiltinInit(int v) : type(Type::kInt), i(v) {}
  constexpr BuiltinInit(const char* v) : type(Type::kString), s(v) {}
};
struct BuiltinClassConstantRow {
  const char* name;
  BuiltinInit value;
};
struct BuiltinPropertyRow {
  const char* name;
  const char* type;  // PHP source ("?int"), "" for none
  BuiltinInit value;
  uint32_t flags = FunctionFlags::kPublic;  // FunctionFlags visibility, kStatic, PropertyFlags
};

struct BuiltinClassRow {
  const char* name;
  const char* parent = nullptr;
  const char* interfaces = "";  // names, separated by single spaces
  uint32_t flags = 0;           // ClassFlags
  std::span<const BuiltinMethodRow> methods = {};
  std::span<const BuiltinClassConstantRow> constants = {};
  std::span<const BuiltinPropertyRow> properties = {};
  const ObjectHandlers* handlers = nullptr;  // null: the parent's, or the usual ones
  uint32_t native_size = 0;                  // bytes of the native part; 0: the parent's
  const char* extension = "Core";
  const BuiltinRow* constructor = nullptr;  // runs as __construct would, but is no method; named ""
  const BuiltinRow* destructor = nullptr;   // runs as __destruct would, but is no method; named ""
  // The class in PHP instead of the members above, compiled at first look-up; `handlers` know its properties.
  const char* source = nullptr;
};

// Handlers for classes in PHP: dumps and casts do not show the private properties of builtin classes.
extern const ObjectHandlers kOpaqueHandlers;
extern const ObjectHandlers kOpaqueUncloneableHandlers;

// Every builtin class, by extension; collected in interp/ext/classes.cc.
extern const std::span<const std::span<const BuiltinClassRow>> kBuiltinClassTables;

// The row of this name (any case), or null.
const BuiltinClassRow* FindBuiltinClassRow(std::string_view name);

}  // namespace tusk
