// UTF-8 as the mbstring functions see it: malformed bytes count as one character each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tusk {

inline constexpr uint32_t kBadPoint = 0xffffffff;

// The character at s[i]: its length in bytes and code point (kBadPoint and the length of the bad part if
// malformed).
size_t ReadUtf8(std::string_view s, size_t i, uint32_t* point);
void WriteUtf8(std::string* out, uint32_t point);
bool IsValidUtf8(std::string_view s);
size_t Utf8Length(std::string_view s);
// Byte offset of character `index` (at most the end).
size_t Utf8Offset(std::string_view s, size_t index, size_t from = 0);

uint32_t ToLowerPoint(uint32_t point);
uint32_t ToUpperPoint(uint32_t point);

// Text in `encoding` (canonical name) as UTF-8 and back. False: the encoding is not known.
bool DecodeTo8(std::string_view s, std::string_view encoding, std::string* utf8);
bool EncodeFrom8(std::string_view utf8, std::string_view encoding, std::string* s);
// The canonical name of an encoding ("utf8" -> "UTF-8"), or "" for unknown ones.
std::string_view CanonicalEncoding(std::string_view name);

}  // namespace tusk
