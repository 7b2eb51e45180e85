// Constants of the date extension.
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr ConstantRow kRows[] = {
    {"DATE_ATOM", "Y-m-d\\TH:i:sP"},
    {"DATE_COOKIE", "l, d-M-Y H:i:s T"},
    {"DATE_ISO8601", "Y-m-d\\TH:i:sO"},
    {"DATE_ISO8601_EXPANDED", "X-m-d\\TH:i:sP"},
    {"DATE_RFC1036", "D, d M y H:i:s O"},
    {"DATE_RFC1123", "D, d M Y H:i:s O"},
    {"DATE_RFC2822", "D, d M Y H:i:s O"},
    {"DATE_RFC3339", "Y-m-d\\TH:i:sP"},
    {"DATE_RFC3339_EXTENDED", "Y-m-d\\TH:i:s.vP"},
    {"DATE_RFC7231", "D, d M Y H:i:s \\G\\M\\T"},
    {"DATE_RFC822", "D, d M y H:i:s O"},
    {"DATE_RFC850", "l, d-M-y H:i:s T"},
    {"DATE_RSS", "D, d M Y H:i:s O"},
    {"DATE_W3C", "Y-m-d\\TH:i:sP"},
    {"SUNFUNCS_RET_DOUBLE", int64_t{2}},
    {"SUNFUNCS_RET_STRING", int64_t{1}},
    {"SUNFUNCS_RET_TIMESTAMP", int64_t{0}},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kDateConstants = kRows;

}  // namespace tusk
