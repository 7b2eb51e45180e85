// Resources: handles to files, contexts and the like, with an id that never comes back.
#pragma once

#include "interp/runtime/value.h"

namespace tusk {

struct Resource : RefCounted {
  int64_t id;
  const char* type_name;          // "stream"; null once closed: gettype() says "resource (closed)"
  void* data;                     // owned by the kind of resource
  void (*close)(Resource* self);  // releases data; called once, by CloseResource() or with the last reference
};

Resource* NewResource(const char* type_name, void* data, void (*close)(Resource*));  // one reference
void CloseResource(Resource* r);                                                     // fclose() and the like
void FreeResource(Resource* r);                                                      // count is zero

}  // namespace tusk
