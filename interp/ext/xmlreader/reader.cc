// XMLReader: libxml2's pull parser over files, strings and streams.
#include <memory>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/dom/dom.h"
#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

// What is read. The reader calls back into it, so that it lives as long as the reader does.
struct Source {
  std::unique_ptr<Stream> file;
  Resource* resource = nullptr;  // of fromStream(): counted
  std::string text;

  ~Source() {
    if (resource) Release(Value(resource));
  }
  static int Read(void* self, char* to, int n) {
    auto* s = static_cast<Source*>(self);
    Stream* stream = s->resource ? StreamOf(Value(s->resource)) : s->file.get();
    if (!stream || HasException()) return -1;
    std::string bytes = stream->Read(static_cast<size_t>(n));
    if (bytes.empty() && stream->read_failed()) return -1;
    bytes.copy(to, bytes.size());
    return static_cast<int>(bytes.size());
  }
};

struct Reader {
  xmlTextReader* reader;
  Source* source;   // owned
  xmlRelaxNG* rng;  // owned
};

Reader* SelfReader(Args args) { return Self(args)->native<Reader>(); }

void Clear(Reader* r) {
  if (r->reader) Xml().xmlFreeTextReader(r->reader);
  delete r->source;
  if (r->rng) Xml().xmlRelaxNGFree(r->rng);
  *r = {};
}
void Destroy(Object* o) { Clear(o->native<Reader>()); }

// ---- properties

Value OfText(const xmlChar* s) { return Value(NewString(View(s))); }
template <const xmlChar* (*XmlLibrary::*Get)(xmlTextReaderPtr)>
Value Text(xmlTextReader* r) {
  return OfText(r ? (Xml().*Get)(r) : nullptr);
}
// kUndef with an exception when the reader does not know.
template <int (*XmlLibrary::*Get)(xmlTextReaderPtr)>
Value Number(xmlTextReader* r) {
  int64_t n = r ? (Xml().*Get)(r) : 0;
  if (n >= 0) return Value(n);
  ThrowError("Failed to read property because no XML data has been read yet");
  return Value();
}
template <int (*XmlLibrary::*Get)(xmlTextReaderPtr)>
Value Flag(xmlTextReader* r) {
  Value v = Number<Get>(r);
  return v.IsInt() ? Value(v.i == 1) : v;
}

struct PropertyRow {
  std::string_view name;
  Value (*get)(xmlTextReader*);
};
using L = XmlLibrary;
constexpr PropertyRow kProperties[] = {
    {"attributeCount", Number<&L::xmlTextReaderAttributeCount>},
    {"baseURI", Text<&L::xmlTextReaderConstBaseUri>},
    {"depth", Number<&L::xmlTextReaderDepth>},
    {"hasAttributes", Flag<&L::xmlTextReaderHasAttributes>},
    {"hasValue", Flag<&L::xmlTextReaderHasValue>},
    {"isDefault", Flag<&L::xmlTextReaderIsDefault>},
    {"isEmptyElement", Flag<&L::xmlTextReaderIsEmptyElement>},
    {"localName", Text<&L::xmlTextReaderConstLocalName>},
    {"name", Text<&L::xmlTextReaderConstName>},
    {"namespaceURI", Text<&L::xmlTextReaderConstNamespaceUri>},
    {"nodeType", Number<&L::xmlTextReaderNodeType>},
    {"prefix", Text<&L::xmlTextReaderConstPrefix>},
    {"value", Text<&L::xmlTextReaderConstValue>},
    {"xmlLang", Text<&L::xmlTextReaderConstXmlLang>},
};
const PropertyRow* FindProperty(std::string_view name) {
  for (const PropertyRow& row : kProperties) {
    if (row.name == name) return &row;
  }
  return nullptr;
}
void GetProperty(Args args, Value* result) {
  if (const PropertyRow* row = FindProperty(args.View(0))) {
    *result = row->get(SelfReader(args)->reader);
    return;
  }
  Warning("Undefined property: %s::$%s", Self(args)->cls->name->view(), args.View(0));
  *result = Value::Null();
}
void SetProperty(Args args, Value*) {
  if (FindProperty(args.View(0))) {
    return ThrowError("Cannot modify readonly property %s::$%s", Self(args)->cls->name->view(), args.View(0));
  }
  WriteProperty(Self(args), args.Str(0), CopyDeref(args[1]), nullptr, nullptr, false);
}
void HasProperty(Args args, Value* result) { Return(result, FindProperty(args.View(0)) != nullptr); }
void UnsetProperty(Args args, Value*) {
  if (!FindProperty(args.View(0))) return;
  ThrowError("Cannot unset %s::$%s", Self(args)->cls->name->view(), args.View(0));
}
Array* Dump(Object* o) {
  Array* a = NewHash(std::size(kProperties));
  for (const PropertyRow& row : kProperties) SetStr(a, row.name, row.get(o->native<Reader>()->reader));
  Array* own = PropertiesToArray(o);
  for (uint32_t p = First(own); p != kEnd; p = Next(own, p))
    Set(a, KeyAt(own, p), CopyDeref(ValueAt(own, p)));
  Release(Value(own));
  return a;
}

// ---- opening

// The encoding in argument `i`, null for none. False: raised.
bool Encoding(Args args, uint32_t i, const char** out) {
  *out = args.IsNull(i) ? nullptr : args.Str(i)->data;
  if (!*out) return true;
  if (args.View(i).find('\0') != std::string_view::npos) {
    ArgumentValueError(i + 1, "must not contain any null bytes");
    return false;
  }
  if (Xml().xmlFindCharEncodingHandler(*out)) return true;
  ArgumentValueError(i + 1, "must be a valid character encoding");
  return false;
}

// The reader is put into $this, or into a new object of the called class, which is returned; fromString() and
// its kin construct it.
enum class Made { kPlain, kConstructed };
void Adopt(Args args, xmlTextReader* reader, Source* source, Made made, Value* result) {
  const Value& self = args.frame->self;
  Object* o = self.IsObject() ? self.obj : NewObject(args.frame->called_class());
  if (!o) {
    Xml().xmlFreeTextReader(reader);
    delete source;
    return;
  }
  Clear(o->native<Reader>());
  *o->native<Reader>() = {reader, source, nullptr};
  if (self.IsObject()) return Return(result, true);
  if (made == Made::kConstructed && o->cls->constructor) {
    Value ignored;
    CallFunction(o->cls->constructor, o, o->cls, 0, nullptr, &ignored);
    Release(ignored);
    if (HasException()) return Release(Value(o));
  }
  *result = Value(o);
}

xmlTextReader* OpenSource(Source* source, const char* uri, const char* encoding, int64_t options) {
  return Xml().xmlReaderForIO(Source::Read, nullptr, source, uri, encoding, static_cast<int>(options));
}
bool OpenUri(Args args, Made made, Value* result) {
  const char* encoding;
  if (args.View(0).empty()) {
    ArgumentValueError(1, "must not be empty");
    return false;
  }
  if (!Encoding(args, 1, &encoding)) return false;
  auto source = std::make_unique<Source>();
  std::string error, path(args.View(0));
  source->file = OpenXmlStream(path, "rb", &error);
  xmlTextReader* reader =
      source->file ? OpenSource(source.get(), path.c_str(), encoding, args.Int(2, 0)) : nullptr;
  if (!reader) return false;
  Adopt(args, reader, source.release(), made, result);
  return true;
}
void Open(Args args, Value* result) {
  if (OpenUri(args, Made::kPlain, result) || HasException()) return;
  FunctionWarning("Unable to open source data");
  Return(result, false);
}
void FromUri(Args args, Value* result) {
  if (!OpenUri(args, Made::kConstructed, result) && !HasException()) ThrowError("Unable to open source data");
}

bool OpenText(Args args, Made made, Value* result) {
  const char* encoding;
  if (args.View(0).empty()) {
    ArgumentValueError(1, "must not be empty");
    return false;
  }
  if (!Encoding(args, 1, &encoding)) return false;
  auto source = std::make_unique<Source>();
  source->text = args.View(0);
  // Relative names are resolved in the working directory.
  char directory[4096];
  std::string uri = getcwd(directory, sizeof directory) ? std::string(directory) + "/" : std::string();
  xmlTextReader* reader = Xml().xmlReaderForMemory(source->text.data(), static_cast<int>(source->text.size()),
                                                   uri.empty() ? nullptr : uri.c_str(), encoding,
                                                   static_cast<int>(args.Int(2, 0)));
  if (!reader) return false;
  Adopt(args, reader, source.release(), made, result);
  return true;
}
void OpenXml(Args args, Value* result) {
  if (OpenText(args, Made::kPlain, result) || HasException()) return;
  FunctionWarning("Unable to load source data");
  Return(result, false);
}
void FromString(Args args, Value* result) {
  if (!OpenText(args, Made::kConstructed, result) && !HasException())
    ThrowError("Unable to load source data");
}
void FromStream(Args args, Value* result) {
  const char* encoding;
  if (!StreamArgument(args, 0) || !Encoding(args, 1, &encoding)) return;
  auto source = std::make_unique<Source>();
  source->resource = args[0].res;
  Retain(source->resource);
  xmlTextReader* reader =
      OpenSource(source.get(), args.IsNull(3) ? nullptr : args.Str(3)->data, encoding, args.Int(2, 0));
  if (!reader) return ThrowError("Unable to open source data");
  Adopt(args, reader, source.release(), Made::kConstructed, result);
}
void Close(Args args, Value* result) {
  Clear(SelfReader(args));
  Return(result, true);
}

// ---- moving

// A step of the parser with its messages; null reader: raised.
template <typename F>
bool Step(Args args, F step) {
  Reader* r = SelfReader(args);
  if (!r->reader) {
    ThrowError("Data must be loaded before reading");
    return false;
  }
  XmlErrors errors(XmlErrors::kExcerpts);
  bool more = step(r->reader);
  if (!HasException()) errors.Report();
  return more;
}
void Read(Args args, Value* result) {
  Return(result, Step(args, [](xmlTextReader* r) { return Xml().xmlTextReaderRead(r) == 1; }));
}
void Next(Args args, Value* result) {
  Return(result, Step(args, [&](xmlTextReader* r) {
           for (;;) {
             if (Xml().xmlTextReaderNext(r) != 1) return false;
             if (args.IsNull(0) || View(Xml().xmlTextReaderConstLocalName(r)) == args.View(0)) return true;
           }
         }));
}
template <int (*XmlLibrary::*Move)(xmlTextReaderPtr)>
void MoveTo(Args args, Value* result) {
  Reader* r = SelfReader(args);
  Return(result, r->reader && (Xml().*Move)(r->reader) == 1);
}

// An argument that may not be empty. Null: raised.
const xmlChar* NameArgument(Args args, uint32_t i) {
  if (!args.View(i).empty()) return ToXml(args.Str(i));
  ArgumentValueError(i + 1, "must not be empty");
  return nullptr;
}
void MoveToAttribute(Args args, Value* result) {
  const xmlChar* name = NameArgument(args, 0);
  Reader* r = SelfReader(args);
  if (name) Return(result, r->reader && Xml().xmlTextReaderMoveToAttribute(r->reader, name) == 1);
}
void MoveToAttributeNo(Args args, Value* result) {
  Reader* r = SelfReader(args);
  Return(result,
         r->reader && Xml().xmlTextReaderMoveToAttributeNo(r->reader, static_cast<int>(args.Int(0))) == 1);
}
void MoveToAttributeNs(Args args, Value* result) {
  const xmlChar* name = NameArgument(args, 0);
  const xmlChar* space = name ? NameArgument(args, 1) : nullptr;
  Reader* r = SelfReader(args);
  if (space) Return(result, r->reader && Xml().xmlTextReaderMoveToAttributeNs(r->reader, name, space) == 1);
}

// ---- looking

void GetAttribute(Args args, Value* result) {
  const xmlChar* name = NameArgument(args, 0);
  xmlTextReader* r = SelfReader(args)->reader;
  if (name) *result = r ? TakeXmlString(Xml().xmlTextReaderGetAttribute(r, name)) : Value::Null();
}
void GetAttributeNo(Args args, Value* result) {
  xmlTextReader* r = SelfReader(args)->reader;
  *result =
      r ? TakeXmlString(Xml().xmlTextReaderGetAttributeNo(r, static_cast<int>(args.Int(0)))) : Value::Null();
}
void GetAttributeNs(Args args, Value* result) {
  const xmlChar* name = NameArgument(args, 0);
  const xmlChar* space = name ? NameArgument(args, 1) : nullptr;
  xmlTextReader* r = SelfReader(args)->reader;
  if (space) *result = r ? TakeXmlString(Xml().xmlTextReaderGetAttributeNs(r, name, space)) : Value::Null();
}
void LookupNamespace(Args args, Value* result) {
  const xmlChar* prefix = NameArgument(args, 0);
  xmlTextReader* r = SelfReader(args)->reader;
  if (prefix) *result = r ? TakeXmlString(Xml().xmlTextReaderLookupNamespace(r, prefix)) : Value::Null();
}
template <xmlChar* (*XmlLibrary::*Get)(xmlTextReaderPtr)>
void ReadText(Args args, Value* result) {
  Reader* r = SelfReader(args);
  if (!r->reader) return Return(result, EmptyString());
  XmlErrors errors(XmlErrors::kExcerpts);
  Value v = TakeXmlString((Xml().*Get)(r->reader));
  *result = v.IsString() ? v : Value(EmptyString());
  if (!HasException()) errors.Report();
}
void IsValid(Args args, Value* result) {
  xmlTextReader* r = SelfReader(args)->reader;
  Return(result, r && Xml().xmlTextReaderIsValid(r) == 1);
}
// The current node with all below it, as a copy in the document of $baseNode or in one of its own.
void Expand(Args args, Value* result) {
  xmlNode* base = nullptr;
  if (!args.IsNull(0) && !(base = NodeArgument(args, 0))) return;
  Reader* r = SelfReader(args);
  if (!r->reader) return ThrowError("Data must be loaded before expanding");
  XmlErrors errors(XmlErrors::kExcerpts);
  xmlNode* node = Xml().xmlTextReaderExpand(r->reader);
  if (!HasException()) errors.Report();
  if (HasException()) return;
  XmlDocument* d =
      !base ? LooseDocument() : static_cast<XmlDocument*>(base->doc ? base->doc->_private : base->_private);
  xmlNode* copy = node ? Xml().xmlDocCopyNode(node, d->doc, 1) : nullptr;
  if (!copy) {
    FunctionWarning("%s", node ? "Cannot expand this node type" : "An Error Occurred while expanding");
    return Return(result, false);
  }
  d->detached.insert(copy);
  *result = WrapDomNode(copy);
}

// ---- settings

bool ParserProperty(Args args, Reader** r) {
  *r = SelfReader(args);
  if (!(*r)->reader) ThrowError("Cannot access parser properties before loading data");
  return (*r)->reader != nullptr;
}
void GetParserProperty(Args args, Value* result) {
  Reader* r;
  if (!ParserProperty(args, &r)) return;
  int value = Xml().xmlTextReaderGetParserProp(r->reader, static_cast<int>(args.Int(0)));
  if (value < 0) return ArgumentValueError(1, "must be a valid parser property");
  Return(result, value != 0);
}
void SetParserProperty(Args args, Value* result) {
  Reader* r;
  if (!ParserProperty(args, &r)) return;
  if (Xml().xmlTextReaderSetParserProp(r->reader, static_cast<int>(args.Int(0)), args.Bool(1)) < 0) {
    return ArgumentValueError(1, "must be a valid parser property");
  }
  Return(result, true);
}

// A schema may be set between opening and the first read().
bool BeforeReading(Args args, const char* what) {
  if (!args.IsNull(0) && args.View(0).empty()) {
    ArgumentValueError(1, "must not be empty");
    return false;
  }
  if (SelfReader(args)->reader) return true;
  ThrowError("%s must be set prior to reading", what);
  return false;
}
void SchemaResult(XmlErrors* errors, bool good, Value* result) {
  errors->Report();
  if (!good && !HasException()) FunctionWarning("Schema contains errors");
  Return(result, good);
}
void SetSchema(Args args, Value* result) {
  if (!BeforeReading(args, "Schema")) return;
  XmlErrors errors(XmlErrors::kExcerpts);
  const char* file = args.IsNull(0) ? nullptr : args.Str(0)->data;
  bool good = Xml().xmlTextReaderSchemaValidate(SelfReader(args)->reader, file) == 0;
  SchemaResult(&errors, good, result);
}
void SetRelaxNg(Args args, Value* result, xmlRelaxNGParserCtxt* parser, XmlErrors* errors) {
  Reader* r = SelfReader(args);
  xmlRelaxNG* schema = parser ? Xml().xmlRelaxNGParse(parser) : nullptr;
  if (parser) Xml().xmlRelaxNGFreeParserCtxt(parser);
  bool good = (schema || args.IsNull(0)) && Xml().xmlTextReaderRelaxNGSetSchema(r->reader, schema) == 0;
  if (good) {
    if (r->rng) Xml().xmlRelaxNGFree(r->rng);
    r->rng = schema;
  } else if (schema) {
    Xml().xmlRelaxNGFree(schema);
  }
  SchemaResult(errors, good, result);
}
void SetRelaxNgSchema(Args args, Value* result) {
  if (!BeforeReading(args, "Schema")) return;
  XmlErrors errors(XmlErrors::kExcerpts);
  SetRelaxNg(args, result, args.IsNull(0) ? nullptr : Xml().xmlRelaxNGNewParserCtxt(args.Str(0)->data),
             &errors);
}
void SetRelaxNgSource(Args args, Value* result) {
  if (!BeforeReading(args, "Schema")) return;
  XmlErrors errors(XmlErrors::kExcerpts);
  std::string text(args.IsNull(0) ? std::string_view() : args.View(0));
  SetRelaxNg(
      args, result,
      args.IsNull(0) ? nullptr : Xml().xmlRelaxNGNewMemParserCtxt(text.data(), static_cast<int>(text.size())),
      &errors);
}

using F = FunctionFlags;
// Called on an object they open that one.
constexpr uint32_t kOnEither = F::kPublic | F::kStatic | F::kUsesThis;
constexpr uint32_t kStatic = F::kPublic | F::kStatic;
constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows | Effects::kWarns;
constexpr uint16_t kMoves = kReads | Effects::kWritesState | Effects::kCallsBack;
constexpr BuiltinMethodRow kMethods[] = {
    {"XML", "(string $source, ?string $encoding = null, int $flags = 0)", kMoves, OpenXml, kOnEither},
    {"__get", "(string $name): mixed", kReads, GetProperty},
    {"__isset", "(string $name): bool", kReads, HasProperty},
    {"__set", "(string $name, mixed $value): void", kMoves, SetProperty},
    {"__unset", "(string $name): void", kReads, UnsetProperty},
    {"close", "()", kMoves, Close},
    {"expand", "(?DOMNode $baseNode = null): DOMNode|false", kMoves, Expand},
    {"fromStream", "($stream, ?string $encoding = null, int $flags = 0, ?string $documentUri = null): static",
     kMoves, FromStream, kStatic},
    {"fromString", "(string $source, ?string $encoding = null, int $flags = 0): static", kMoves, FromString,
     kStatic},
    {"fromUri", "(string $uri, ?string $encoding = null, int $flags = 0): static", kMoves, FromUri, kStatic},
    {"getAttribute", "(string $name): ?string", kReads, GetAttribute},
    {"getAttributeNo", "(int $index): ?string", kReads, GetAttributeNo},
    {"getAttributeNs", "(string $name, string $namespace): ?string", kReads, GetAttributeNs},
    {"getParserProperty", "(int $property): bool", kReads, GetParserProperty},
    {"isValid", "(): bool", kReads, IsValid},
    {"lookupNamespace", "(string $prefix): ?string", kReads, LookupNamespace},
    {"moveToAttribute", "(string $name): bool", kMoves, MoveToAttribute},
    {"moveToAttributeNo", "(int $index): bool", kMoves, MoveToAttributeNo},
    {"moveToAttributeNs", "(string $name, string $namespace): bool", kMoves, MoveToAttributeNs},
    {"moveToElement", "(): bool", kMoves, MoveTo<&L::xmlTextReaderMoveToElement>},
    {"moveToFirstAttribute", "(): bool", kMoves, MoveTo<&L::xmlTextReaderMoveToFirstAttribute>},
    {"moveToNextAttribute", "(): bool", kMoves, MoveTo<&L::xmlTextReaderMoveToNextAttribute>},
    {"next", "(?string $name = null): bool", kMoves, Next},
    {"open", "(string $uri, ?string $encoding = null, int $flags = 0)", kMoves, Open, kOnEither},
    {"read", "(): bool", kMoves, Read},
    {"readInnerXml", "(): string", kMoves, ReadText<&L::xmlTextReaderReadInnerXml>},
    {"readOuterXml", "(): string", kMoves, ReadText<&L::xmlTextReaderReadOuterXml>},
    {"readString", "(): string", kMoves, ReadText<&L::xmlTextReaderReadString>},
    {"setParserProperty", "(int $property, bool $value): bool", kMoves, SetParserProperty},
    {"setRelaxNGSchema", "(?string $filename): bool", kMoves, SetRelaxNgSchema},
    {"setRelaxNGSchemaSource", "(?string $source): bool", kMoves, SetRelaxNgSource},
    {"setSchema", "(?string $filename): bool", kMoves, SetSchema},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"NONE", 0},
    {"ELEMENT", 1},
    {"ATTRIBUTE", 2},
    {"TEXT", 3},
    {"CDATA", 4},
    {"ENTITY_REF", 5},
    {"ENTITY", 6},
    {"PI", 7},
    {"COMMENT", 8},
    {"DOC", 9},
    {"DOC_TYPE", 10},
    {"DOC_FRAGMENT", 11},
    {"NOTATION", 12},
    {"WHITESPACE", 13},
    {"SIGNIFICANT_WHITESPACE", 14},
    {"END_ELEMENT", 15},
    {"END_ENTITY", 16},
    {"XML_DECLARATION", 17},
    {"LOADDTD", 1},
    {"DEFAULTATTRS", 2},
    {"VALIDATE", 3},
    {"SUBST_ENTITIES", 4},
};
constexpr ObjectHandlers kHandlers = {
    .destroy_native = Destroy, .cloneable = false, .properties_for_dump = Dump};
const BuiltinClassRow kRows[] = {{.name = "XMLReader",
                                  .flags = ClassFlags::kNotSerializable,
                                  .methods = kMethods,
                                  .constants = kConstants,
                                  .handlers = &kHandlers,
                                  .native_size = sizeof(Reader),
                                  .extension = "xmlreader"}};

}  // namespace

const std::span<const BuiltinClassRow> kXmlReaderClasses = kRows;

}  // namespace tusk
