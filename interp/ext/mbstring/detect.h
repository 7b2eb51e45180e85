// Guessing the encoding of texts.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "interp/ext/mbstring/codec.h"

namespace tusk {

// The most likely of the candidates; null when the texts are not valid in any of them and `strict` is set.
const Encoding* DetectEncoding(std::span<const std::string_view> texts,
                               const std::vector<const Encoding*>& candidates, bool strict);

// Base64 and the like, whose characters are bytes.
inline bool IsOfBytes(const Encoding& e) {
  return e.family == Family::kTransfer && std::string_view(e.name) != "HTML-ENTITIES";
}

}  // namespace tusk
