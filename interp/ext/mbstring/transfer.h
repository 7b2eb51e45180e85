// Encodings of bytes and markup (Base64, entities ...) and the character sets that iconv(3) converts.
#pragma once

#include <string>
#include <string_view>

namespace tusk {

// Between UTF-8 and the encoding of this canonical name. False: it is none of these, nothing was done.
bool DecodeTransfer(std::string_view s, std::string_view encoding, std::string* utf8);
bool EncodeTransfer(std::string_view utf8, std::string_view encoding, std::string* s);
// Whether s is well-formed in an encoding that iconv(3) knows; *known says whether it does.
bool ValidByIconv(std::string_view s, std::string_view encoding, bool* known);

}  // namespace tusk
