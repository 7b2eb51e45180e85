// The encodings that mbstring knows, by name and alias.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tusk {

// How an encoding works, and which file has it (codec.h).
enum class Family : uint8_t { kUtf8, kWide, kAscii, kBytes, kCharset, kStateful, kTransfer };

struct Encoding {
  const char* name;
  const char* mime;     // "" where there is none
  const char* aliases;  // separated by spaces
  Family family;
  const char* iconv = "";  // what iconv(3) calls a kCharset
};

extern const std::span<const Encoding> kEncodings;  // in the order of mb_list_encodings()

// By name, alias or MIME name, in any case; null when there is none.
const Encoding* FindEncoding(std::string_view name);

}  // namespace tusk
