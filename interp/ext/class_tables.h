// Every table of builtin classes, one per file; classes.cc lists them.
#pragma once

#include <span>

#include "interp/runtime/builtin_class.h"

namespace tusk {

extern const std::span<const BuiltinClassRow> kClosureClasses;
extern const std::span<const BuiltinClassRow> kFiberClasses;
extern const std::span<const BuiltinClassRow> kReflectionFiberClasses;
extern const std::span<const BuiltinClassRow> kGeneratorClasses;
extern const std::span<const BuiltinClassRow> kCoreInterfaces;
extern const std::span<const BuiltinClassRow> kThrowableClasses;
extern const std::span<const BuiltinClassRow> kWeakClasses;
extern const std::span<const BuiltinClassRow> kDateTimeClasses;
extern const std::span<const BuiltinClassRow> kDateTimeZoneClasses;
extern const std::span<const BuiltinClassRow> kDateIntervalClasses;
extern const std::span<const BuiltinClassRow> kDatePeriodClasses;
extern const std::span<const BuiltinClassRow> kHashClasses;
extern const std::span<const BuiltinClassRow> kHeaderClasses;
extern const std::span<const BuiltinClassRow> kJsonClasses;
extern const std::span<const BuiltinClassRow> kReflectionClasses;
extern const std::span<const BuiltinClassRow> kReflectionAttributeClasses;
extern const std::span<const BuiltinClassRow> kReflectionClassClasses;
extern const std::span<const BuiltinClassRow> kReflectionConstantClasses;
extern const std::span<const BuiltinClassRow> kReflectionEnumClasses;
extern const std::span<const BuiltinClassRow> kReflectionExtensionClasses;
extern const std::span<const BuiltinClassRow> kReflectionFunctionClasses;
extern const std::span<const BuiltinClassRow> kReflectionGeneratorClasses;
extern const std::span<const BuiltinClassRow> kReflectionMethodClasses;
extern const std::span<const BuiltinClassRow> kReflectionParameterClasses;
extern const std::span<const BuiltinClassRow> kReflectionPropertyClasses;
extern const std::span<const BuiltinClassRow> kReflectionTypeClasses;
extern const std::span<const BuiltinClassRow> kArrayObjectClasses;
extern const std::span<const BuiltinClassRow> kSplArrayClasses;
extern const std::span<const BuiltinClassRow> kFixedArrayClasses;
extern const std::span<const BuiltinClassRow> kHeapClasses;
extern const std::span<const BuiltinClassRow> kObjectStorageClasses;
extern const std::span<const BuiltinClassRow> kSplListClasses;
extern const std::span<const BuiltinClassRow> kSplIteratorClasses;
extern const std::span<const BuiltinClassRow> kSplFileClasses;
extern const std::span<const BuiltinClassRow> kTokenizerClasses;
extern const std::span<const BuiltinClassRow> kFilterClasses;
extern const std::span<const BuiltinClassRow> kIncompleteClasses;
extern const std::span<const BuiltinClassRow> kSystemClasses;
extern const std::span<const BuiltinClassRow> kXmlParserClasses;
extern const std::span<const BuiltinClassRow> kSimpleXmlClasses;
extern const std::span<const BuiltinClassRow> kDomDocumentClasses;
extern const std::span<const BuiltinClassRow> kDomElementClasses;
extern const std::span<const BuiltinClassRow> kDomListClasses;
extern const std::span<const BuiltinClassRow> kDomNodeClasses;
extern const std::span<const BuiltinClassRow> kDomXPathClasses;
extern const std::span<const BuiltinClassRow> kLibxmlClasses;
extern const std::span<const BuiltinClassRow> kXmlReaderClasses;
extern const std::span<const BuiltinClassRow> kXmlWriterClasses;
extern const std::span<const BuiltinClassRow> kIntlCalendarClasses;
extern const std::span<const BuiltinClassRow> kIntlDateClasses;
extern const std::span<const BuiltinClassRow> kIntlBreakClasses;
extern const std::span<const BuiltinClassRow> kIntlBundleClasses;
extern const std::span<const BuiltinClassRow> kIntlMessageClasses;
extern const std::span<const BuiltinClassRow> kIntlCharClasses;
extern const std::span<const BuiltinClassRow> kIntlConverterClasses;
extern const std::span<const BuiltinClassRow> kIntlSpoofClasses;
extern const std::span<const BuiltinClassRow> kIntlZoneClasses;
extern const std::span<const BuiltinClassRow> kIntlTextClasses;
extern const std::span<const BuiltinClassRow> kIntlFormatterClasses;
extern const std::span<const BuiltinClassRow> kLocaleClasses;
extern const std::span<const BuiltinClassRow> kImageClasses;
extern const std::span<const BuiltinClassRow> kMbstringClasses;
extern const std::span<const BuiltinClassRow> kStreamFilterClasses;
extern const std::span<const BuiltinClassRow> kRandomClasses;
extern const std::span<const BuiltinClassRow> kOpensslClasses;
extern const std::span<const BuiltinClassRow> kZlibClasses;
extern const std::span<const BuiltinClassRow> kMoreClasses;
extern const std::span<const BuiltinClassRow> kPasswordClasses;
extern const std::span<const BuiltinClassRow> kHashMoreClasses;
extern const std::span<const BuiltinClassRow> kPharClasses;
extern const std::span<const BuiltinClassRow> kSqliteKernelClasses;
extern const std::span<const BuiltinClassRow> kSqliteClasses;
extern const std::span<const BuiltinClassRow> kMathClasses;
extern const std::span<const BuiltinClassRow> kBcMathClasses;
extern const std::span<const BuiltinClassRow> kSodiumClasses;

}  // namespace tusk
