// The encodings that mbstring knows, by name and alias.
#pragma once

#include <span>
#include <string_view>

namespace tusk {

struct Encoding {
  const char* name;
  const char* mime;     // "" where there is none
  const char* aliases;  // separated by spaces
  const char* iconv;    // what iconv(3) calls it; "" for those that are converted here
};

extern const std::span<const Encoding> kEncodings;  // in the order of mb_list_encodings()

// By name, alias or MIME name, in any case; null when there is none.
const Encoding* FindEncoding(std::string_view name);

}  // namespace tusk
