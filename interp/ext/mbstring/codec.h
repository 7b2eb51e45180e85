// Text as code points: what every encoding of mbstring decodes to and is made from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interp/ext/mbstring/encodings.h"
#include "interp/ext/mbstring/utf8.h"

namespace tusk {

using Points = std::vector<uint32_t>;

// Appends; each malformed part is one kBadPoint.
void Decode(const Encoding& e, std::string_view s, Points* points);
// Appends. What cannot be written is replaced as mb_substitute_character() says, and counted.
void Encode(const Encoding& e, std::span<const uint32_t> points, std::string* s);
// mb_check_encoding(): also, that stateful text ends as it began.
bool IsValidText(const Encoding& e, std::string_view s);

// mb_substitute_character().
struct Substitute {
  enum class Mode : uint8_t { kCharacter, kNone, kLong, kEntity };
  Mode mode = Mode::kCharacter;
  uint32_t point = '?';
};
extern Substitute g_substitute;
extern int64_t g_illegal_characters;  // mb_get_info('illegal_chars')

// What encoders call for a point that they have no bytes for: the points that stand for it instead. `write`
// says whether it could write a point.
template <typename Write>
void WriteSubstitute(uint32_t point, Write write) {
  ++g_illegal_characters;
  if (g_substitute.mode == Substitute::Mode::kNone) return;
  bool named = point != kBadPoint && g_substitute.mode != Substitute::Mode::kCharacter;
  if (!named) {
    if (!write(g_substitute.point)) write('?');
    return;
  }
  bool entity = g_substitute.mode == Substitute::Mode::kEntity;
  for (char c : std::string_view(entity ? "&#x" : "U+")) write(static_cast<uint32_t>(c));
  int digits = 1;
  while (digits < 8 && point >> (4 * digits)) ++digits;
  while (digits-- > 0) write(static_cast<uint32_t>("0123456789ABCDEF"[(point >> (4 * digits)) & 15]));
  if (entity) write(';');
}

// Parts of Decode() and Encode(), by family.
void DecodeCharset(const Encoding& e, std::string_view s, Points* points);   // charset.cc
bool EncodeCharset(const Encoding& e, uint32_t point, std::string* s);       // false: there is none
void DecodeStateful(const Encoding& e, std::string_view s, Points* points);  // stateful.cc
void EncodeStateful(const Encoding& e, std::span<const uint32_t> points, std::string* s);
bool StatefulEndsWell(const Encoding& e, std::string_view s);
void DecodeTransfer(const Encoding& e, std::string_view s, Points* points);  // transfer.cc
void EncodeTransfer(const Encoding& e, std::span<const uint32_t> points, std::string* s);

// One character of a two-byte set (lead and trail byte as in EUC), kBadPoint for none; and back, 0 for none.
uint32_t PairToPoint(const Encoding& e, uint8_t lead, uint8_t trail);
uint32_t PointToBytes(const Encoding& e, uint32_t point);

}  // namespace tusk
