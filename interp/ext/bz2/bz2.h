// bzip2 for streams: compress.bzip2:// and the filters bzip2.compress and bzip2.decompress.
#pragma once

#include <memory>
#include <string>

#include "interp/ext/standard/stream.h"

namespace tusk {

std::unique_ptr<Stream> OpenBzip2(std::string_view path, std::string_view mode, std::string* error);
// Null: said why (*said).
std::unique_ptr<StreamFilter> MakeBzip2Filter(bool compresses, const Value& params, bool* said);

}  // namespace tusk
