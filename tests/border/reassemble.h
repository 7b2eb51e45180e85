// A second opinion on encodings: reads the text of assembled code and assembles it anew with another
// assembler.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace tusk::border {

// Assembles `listing` (CompiledTrace::listing, x86-64) with xbyak and compares: "" if the bytes are `code`'s,
// else what differs first, by its line. An instruction that the reassembler does not know is a difference.
std::string Difference(std::string_view listing, std::span<const uint8_t> code);

// Mnemonics met so far, and all that the reassembler knows.
const std::set<std::string, std::less<>>& SeenMnemonics();
std::set<std::string, std::less<>> KnownMnemonics();

}  // namespace tusk::border
