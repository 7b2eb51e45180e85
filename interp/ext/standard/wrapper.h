// Stream wrappers that scripts register: classes that answer for all paths of a scheme.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interp/ext/standard/stream.h"

namespace tusk {

struct UserWrapper {
  std::string scheme;
  Class* cls;
  bool is_url;
};

// The wrapper that a script has registered for this path's scheme ("file" for plain paths), or null.
UserWrapper* UserWrapperOf(std::string_view path);
// "scheme" of "scheme://...", or "".
std::string_view SchemeOf(std::string_view path);
// Whether the scheme is one of ours and was not unregistered.
bool BuiltinWrapperIs(std::string_view scheme);

// Null: *error says why, or is empty when an exception is pending.
std::unique_ptr<Stream> OpenUserStream(UserWrapper* w, std::string_view path, std::string_view mode,
                                       std::string* error, const OpenOptions& options);
// url_stat(); flags as PHP's. False: there is no such thing.
bool UserStat(UserWrapper* w, std::string_view path, int64_t flags, struct ::stat* out);
// Calls a method that takes a path and more; false with a warning where it is missing, or when it says so.
bool UserPathCall(UserWrapper* w, const char* method, std::string_view path, std::vector<Value> more,
                  Resource* context);
// The names in a directory; false: *error says why.
class DirectorySource {
 public:
  virtual ~DirectorySource() = default;
  virtual bool Next(std::string* name) = 0;
  virtual void Rewind() = 0;
};
std::unique_ptr<DirectorySource> OpenUserDirectory(UserWrapper* w, std::string_view path, Resource* context,
                                                   std::string* error);

}  // namespace tusk
