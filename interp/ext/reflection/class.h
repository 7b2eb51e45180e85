// Methods of ReflectionClass by the file they are in; class.cc lists them in its table.
#pragma once

#include "interp/ext/reflection/reflection.h"

namespace tusk {

// class_members.cc
void ClassHasMethod(Reflected* self, Args args, Value* result);
void ClassGetMethod(Reflected* self, Args args, Value* result);
void ClassGetMethods(Reflected* self, Args args, Value* result);
void ClassGetConstructor(Reflected* self, Args args, Value* result);
void ClassHasProperty(Reflected* self, Args args, Value* result);
void ClassGetProperty(Reflected* self, Args args, Value* result);
void ClassGetProperties(Reflected* self, Args args, Value* result);
void ClassGetDefaultProperties(Reflected* self, Args args, Value* result);
void ClassGetStaticProperties(Reflected* self, Args args, Value* result);
void ClassGetStaticPropertyValue(Reflected* self, Args args, Value* result);
void ClassSetStaticPropertyValue(Reflected* self, Args args, Value* result);
void ClassHasConstant(Reflected* self, Args args, Value* result);
void ClassGetConstants(Reflected* self, Args args, Value* result);
void ClassGetConstant(Reflected* self, Args args, Value* result);
void ClassGetReflectionConstants(Reflected* self, Args args, Value* result);
void ClassGetReflectionConstant(Reflected* self, Args args, Value* result);

// class_instances.cc
void ClassNewInstance(Reflected* self, Args args, Value* result);
void ClassNewInstanceArgs(Reflected* self, Args args, Value* result);
void ClassNewInstanceWithoutConstructor(Reflected* self, Args args, Value* result);
void ClassNewLazyGhost(Reflected* self, Args args, Value* result);
void ClassNewLazyProxy(Reflected* self, Args args, Value* result);
void ClassResetAsLazyGhost(Reflected* self, Args args, Value* result);
void ClassResetAsLazyProxy(Reflected* self, Args args, Value* result);
void ClassInitializeLazyObject(Reflected* self, Args args, Value* result);
void ClassIsUninitializedLazyObject(Reflected* self, Args args, Value* result);
void ClassMarkLazyObjectAsInitialized(Reflected* self, Args args, Value* result);
void ClassGetLazyInitializer(Reflected* self, Args args, Value* result);

// Creates an object of `c` as `new` would. Null with an exception pending.
Object* NewConstructed(Class* c, uint32_t argc, const Value* argv, Array* named);
Object* NewWithArguments(Class* c, const Array* arguments);

}  // namespace tusk
