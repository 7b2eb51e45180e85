// The list of all builtin classes: a table is known to scripts when it stands here.
#include "interp/ext/class_tables.h"

namespace tusk {
namespace {
const std::span<const BuiltinClassRow> kAllClasses[] = {
    kClosureClasses,        kGeneratorClasses,     kCoreInterfaces,      kThrowableClasses,
    kWeakClasses,           kHashClasses,          kJsonClasses,         kReflectionClasses,
    kReflectionTextClasses, kSplArrayClasses,      kSplListClasses,      kSplIteratorClasses,
    kSplFileClasses,        kTokenizerClasses,     kFilterClasses,       kIncompleteClasses,
    kImageClasses,          kMbstringClasses,      kFiberClasses,        kReflectionFiberClasses,
    kDateTimeClasses,       kDateTimeZoneClasses,  kDateIntervalClasses, kDatePeriodClasses,
    kIntlTextClasses,       kIntlFormatterClasses, kLocaleClasses,       kXmlWriterClasses,
    kSimpleXmlClasses,      kDomDocumentClasses,   kDomElementClasses,   kDomListClasses,
    kDomNodeClasses,        kLibxmlClasses,        kSystemClasses,       kXmlParserClasses,
    kStreamFilterClasses,   kRandomClasses,        kOpensslClasses,      kZlibClasses,
    kMoreClasses,           kPasswordClasses,      kHashMoreClasses,     kXmlReaderClasses,
};
}  // namespace

const std::span<const std::span<const BuiltinClassRow>> kBuiltinClassTables = kAllClasses;

}  // namespace tusk
