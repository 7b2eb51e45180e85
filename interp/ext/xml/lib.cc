// Opens libxml2; documents' lives, errors and the functions of the libxml extension.
#include "interp/ext/xml/lib.h"

#include <dlfcn.h>

#include <cstdarg>
#include <cstdio>

#include "interp/ext/class_tables.h"
#include "interp/ext/standard/stream.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"

namespace tusk {
namespace {

XmlLibrary Open() {
  XmlLibrary xml;
  void* library = dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!library) FatalError("The XML extensions need the library libxml2.so.2");
#define TUSK_XML_LOAD(name)                                              \
  xml.name = reinterpret_cast<decltype(&::name)>(dlsym(library, #name)); \
  CHECK(xml.name != nullptr);
  TUSK_XML_FUNCTIONS(TUSK_XML_LOAD)
#undef TUSK_XML_LOAD
  xml.free = *static_cast<xmlFreeFunc*>(dlsym(library, "xmlFree"));
  xml.xmlInitParser();
  return xml;
}

}  // namespace

const XmlLibrary& Xml() {
  static const XmlLibrary xml = Open();
  return xml;
}

Value TakeXmlString(xmlChar* s) {
  if (!s) return Value::Null();
  Value v(NewString(View(s)));
  Xml().free(s);
  return v;
}

// --- documents

xmlNode* CopyXmlNode(xmlNode* node, xmlDoc* into, int deep) {
  if (node->type != XML_DTD_NODE) return Xml().xmlDocCopyNode(node, into, deep);
  xmlDtd* copy = Xml().xmlCopyDtd(reinterpret_cast<xmlDtd*>(node));
  if (!copy) return nullptr;
  copy->doc = into;
  for (xmlNode* child = copy->children; child; child = child->next) child->doc = into;
  return reinterpret_cast<xmlNode*>(copy);
}

XmlDocument* AdoptDocument(xmlDoc* doc) {
  auto* d = new XmlDocument{doc};
  doc->_private = d;
  return d;
}
XmlDocument* DocumentOf(const xmlNode* node) { return static_cast<XmlDocument*>(node->doc->_private); }

namespace {
void FreeDetached(xmlNode* node) {
  switch (node->type) {
    case XML_ATTRIBUTE_NODE: return Xml().xmlFreeProp(reinterpret_cast<xmlAttr*>(node));
    case XML_DTD_NODE: return Xml().xmlFreeDtd(reinterpret_cast<xmlDtd*>(node));
    default: return Xml().xmlFreeNode(node);
  }
}
}  // namespace

void ReleaseDocument(XmlDocument* d) {
  if (--d->refs) return;
  for (xmlNode* node : d->detached) FreeDetached(node);
  d->doc->_private = nullptr;
  Xml().xmlFreeDoc(d->doc);
  delete d;
}

void DetachNode(xmlNode* node) {
  XmlDocument* d = DocumentOf(node);
  ++d->changes;
  if (node->parent || node->prev || node->next) Xml().xmlUnlinkNode(node);
  d->detached.insert(node);
}

void MoveToDocument(xmlNode* node, XmlDocument* to) {
  XmlDocument* from = DocumentOf(node);
  from->detached.erase(node);
  ++to->changes;
  if (from == to) return;
  Xml().xmlSetTreeDoc(node, to->doc);
}

// --- errors

namespace {
bool g_collect = false;
struct Collected {
  int level, code, column, line;
  std::string text, file;
};
std::vector<Collected>& AllCollected() {
  static auto* all = new std::vector<Collected>;
  return *all;
}
Collected* g_last = nullptr;
}  // namespace

XmlErrors* XmlErrors::current_ = nullptr;

XmlErrors::XmlErrors(Style style) : outer_(current_), style_(style) {
  current_ = this;
  Xml().xmlSetStructuredErrorFunc(this, reinterpret_cast<xmlStructuredErrorFunc>(Handle));
  Xml().xmlSetGenericErrorFunc(nullptr, HandleText);
}
XmlErrors::~XmlErrors() {
  current_ = outer_;
  Xml().xmlSetStructuredErrorFunc(outer_,
                                  outer_ ? reinterpret_cast<xmlStructuredErrorFunc>(Handle) : nullptr);
  if (!outer_) Xml().xmlSetGenericErrorFunc(nullptr, nullptr);
}

void XmlErrors::NotLoaded(const char* url, xmlParserCtxt* parser) {
  if (!current_) return;
  std::string text = absl::StrFormat("failed to load external entity \"%s\"\n", url ? url : "");
  xmlError error{};
  error.domain = XML_FROM_IO;
  error.code = XML_IO_LOAD_ERROR;
  error.level = parser->validate ? XML_ERR_ERROR : XML_ERR_WARNING;
  error.message = text.data();
  error.ctxt = parser;
  if (parser->input) {
    error.line = parser->input->line;
    error.file = const_cast<char*>(parser->input->filename);
  }
  Handle(current_, &error);
}

void XmlErrors::Handle(void* context, xmlErrorPtr error) {
  auto* self = static_cast<XmlErrors*>(context);
  if (error->level >= XML_ERR_ERROR) self->failed_ = true;
  Message m{error->level,
            error->code,
            error->int2,
            error->line,
            error->message ? error->message : "",
            error->file ? error->file : "",
            error->domain == XML_FROM_PARSER || error->domain == XML_FROM_NAMESPACE,
            {},
            0};
  auto* parser = static_cast<xmlParserCtxt*>(error->ctxt);
  if (self->style_ == kExcerpts && m.of_parser && parser && parser->input) Excerpt(parser->input, &m);
  self->Add(std::move(m));
}
void XmlErrors::HandleText(void*, const char* format, ...) {
  if (!current_) return;
  va_list arguments;
  va_start(arguments, format);
  char piece[1024];
  int size = std::vsnprintf(piece, sizeof piece, format, arguments);
  va_end(arguments);
  if (size < 0) return;
  std::string& text = current_->text_;
  text.append(piece, std::min(static_cast<size_t>(size), sizeof piece - 1));
  if (text.empty() || text.back() != '\n') return;
  current_->failed_ = true;
  current_->Add({XML_ERR_ERROR, XML_ERR_INTERNAL_ERROR, 0, 0, std::move(text), "", false, {}, 0});
  text.clear();
}
void XmlErrors::Add(Message m) {
  static Collected last;
  last = {m.level, m.code, m.column, m.line, m.text, m.file};
  g_last = &last;
  if (g_collect) {
    AllCollected().push_back(last);
  } else {
    messages_.push_back(std::move(m));
  }
}
// As libxml2 itself shows it: the line so far and a little more, at most 80 bytes.
void XmlErrors::Excerpt(const xmlParserInput* input, Message* m) {
  constexpr size_t kMost = 80;
  const char* base = reinterpret_cast<const char*>(input->base);
  const char* at = reinterpret_cast<const char*>(input->cur);
  const char* end = reinterpret_cast<const char*>(input->end);
  auto breaks = [](char c) { return c == '\n' || c == '\r'; };
  while (at > base && (at == end || !*at || breaks(*at))) --at;
  const char* from = at;
  while (from > base && static_cast<size_t>(at - from) < kMost && !breaks(from[-1])) --from;
  const char* to = from;
  while (to < end && *to && !breaks(*to) && static_cast<size_t>(to - from) < kMost) ++to;
  m->line_text.assign(from, to);
  const char* cursor = reinterpret_cast<const char*>(input->cur);
  m->caret = std::min(static_cast<size_t>(cursor - from), m->line_text.size());
}
void XmlErrors::Report(bool mute) {
  std::vector<Message> messages = std::move(messages_);
  messages_.clear();
  if (mute) return;
  for (Message& m : messages) {
    while (!m.text.empty() && m.text.back() == '\n') m.text.pop_back();
    if (style_ == kExcerpts) {
      const char* level = m.level == XML_ERR_WARNING ? "warning" : "error";
      std::string place =
          !m.of_parser
              ? ""
              : absl::StrFormat("%s:%d: parser %s : ", m.file.empty() ? "Entity" : m.file, m.line, level);
      FunctionWarning("%s%s", place, m.text);
      if (m.line_text.empty()) continue;
      if (!HasException()) FunctionWarning("%s", m.line_text);
      std::string below;
      for (size_t i = 0; i < m.caret; ++i) below += m.line_text[i] == '\t' ? '\t' : ' ';
      if (!HasException()) FunctionWarning("%s^", below);
      if (HasException()) return;
      continue;
    }
    std::string place =
        m.line > 0 ? absl::StrFormat(" in %s, line: %d", m.file.empty() ? "Entity" : m.file, m.line) : "";
    RaiseFunctionMessage(m.level == XML_ERR_WARNING ? ErrorLevel::kNotice : ErrorLevel::kWarning,
                         m.text + place);
    if (HasException()) return;
  }
}

xmlDoc* ParseXml(std::string_view source, const char* file, int options, bool mute, bool recover) {
  XmlErrors errors;
  xmlParserCtxt* ctxt = Xml().xmlCreateMemoryParserCtxt(source.data(), static_cast<int>(source.size()));
  if (!ctxt) return nullptr;
  if (recover) options |= XML_PARSE_RECOVER;
  // Nodes may move to other documents, so their names must not belong to this one's dictionary.
  Xml().xmlCtxtUseOptions(ctxt, (options & ~(XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) | XML_PARSE_NODICT);
  // A relative name is resolved in the directory of the script.
  if (file && ctxt->input && !ctxt->input->filename)
    ctxt->input->filename = reinterpret_cast<char*>(Xml().xmlStrdup(ToXml(file)));
  if (!file) ctxt->directory = nullptr;
  Xml().xmlParseDocument(ctxt);
  xmlDoc* doc = ctxt->myDoc;
  ctxt->myDoc = nullptr;
  bool good = ctxt->wellFormed || ctxt->recovery;
  Xml().xmlFreeParserCtxt(ctxt);
  if (!good && doc) {
    Xml().xmlFreeDoc(doc);
    doc = nullptr;
  }
  if (doc && file && !doc->URL) doc->URL = Xml().xmlStrdup(ToXml(file));
  errors.Report(mute || (options & XML_PARSE_NOERROR));
  return doc;
}

xmlDoc* ParseHtml(std::string_view source, const char* file, int options) {
  XmlErrors errors;
  htmlParserCtxt* ctxt = Xml().htmlCreateMemoryParserCtxt(source.data(), static_cast<int>(source.size()));
  if (!ctxt) return nullptr;
  if (file && ctxt->input && !ctxt->input->filename)
    ctxt->input->filename = reinterpret_cast<char*>(Xml().xmlStrdup(ToXml(file)));
  Xml().htmlCtxtUseOptions(ctxt, options & ~(XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  Xml().htmlParseDocument(ctxt);
  xmlDoc* doc = ctxt->myDoc;
  ctxt->myDoc = nullptr;
  Xml().htmlFreeParserCtxt(ctxt);
  errors.Report(options & XML_PARSE_NOERROR);
  return doc;
}

void ThrowOf(std::string_view lower_class, std::string_view message, int64_t code) {
  Class* c = FindClass(lower_class, false);
  Object* e = NewObject(c);
  Value argv[] = {Value(NewString(message)), Value(code)}, result;
  CallFunction(c->constructor, e, c, 2, argv, &result);
  Release(argv[0]);
  Release(result);
  ThrowObject(e);
}

namespace {

// --- the functions of libxml

Value ErrorObject(const Collected& e) {
  Object* o = NewObject(FindClass(std::string_view("libxmlerror"), false));
  auto set = [&](const char* name, Value v) { WriteProperty(o, Intern(name), v, nullptr, nullptr, false); };
  set("level", Value(int64_t{e.level}));
  set("code", Value(int64_t{e.code}));
  set("column", Value(int64_t{e.column}));
  set("message", Value(NewString(e.text)));
  set("file", Value(NewString(e.file)));
  set("line", Value(int64_t{e.line}));
  return Value(o);
}
void UseInternalErrors(Args args, Value* result) {
  bool before = g_collect;
  if (!args.IsNull(0)) {
    g_collect = args.Bool(0);
    if (!g_collect) AllCollected().clear();
  }
  Return(result, before);
}
void GetErrors(Args, Value* result) {
  Array* a = NewArray();
  if (g_collect) {
    for (const Collected& e : AllCollected()) Append(a, ErrorObject(e));
  }
  Return(result, a);
}
void ClearErrors(Args, Value*) {
  AllCollected().clear();
  g_last = nullptr;
}
void GetLast(Args, Value* result) {
  if (!g_last) return Return(result, false);
  *result = ErrorObject(*g_last);
}
void DisableEntityLoader(Args args, Value* result) {
  RaiseMessage(
      ErrorLevel::kDeprecated,
      "Function libxml_disable_entity_loader() is deprecated since 8.0, as external entity loading is "
      "disabled by default");
  if (!HasException()) Return(result, DisableXmlLoading(args.Bool(0, true)));
}
void SetStreamsContext(Args args, Value*) {
  Resource* context;
  if (ContextFromArgument(args, 0, &context)) SetXmlStreamContext(context);
}
void SetEntityLoader(Args args, Value* result) {
  SetXmlEntityLoader(args[0]);
  Return(result, true);
}
void GetEntityLoader(Args, Value* result) { *result = XmlEntityLoader(); }
void StreamsContext(Args, Value* result) { *result = XmlStreamContext(); }

constexpr uint16_t kActs = Effects::kReadsState | Effects::kWritesState | Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"libxml_clear_errors", "(): void", kActs, ClearErrors},
    {"libxml_disable_entity_loader", "(bool $disable = true): bool", kActs, DisableEntityLoader},
    {"libxml_get_errors", "(): array", kActs, GetErrors},
    {"libxml_get_external_entity_loader", "(): ?callable", kActs, GetEntityLoader},
    {"libxml_get_last_error", "(): LibXMLError|false", kActs, GetLast},
    {"libxml_set_external_entity_loader", "(?callable $resolver_function): bool", kActs, SetEntityLoader},
    {"libxml_set_streams_context", "($context): void", kActs, SetStreamsContext},
    {"libxml_use_internal_errors", "(?bool $use_errors = null): bool", kActs, UseInternalErrors},
    {"tusk\\libxml\\streams_context", "(): mixed", kActs, StreamsContext},
};
static_assert(SortedByName(kRows));

constexpr ConstantRow kConstantRows[] = {
    {"LIBXML_BIGLINES", int64_t{4194304}},
    {"LIBXML_COMPACT", int64_t{65536}},
    {"LIBXML_DOTTED_VERSION", LIBXML_DOTTED_VERSION},
    {"LIBXML_DTDATTR", int64_t{8}},
    {"LIBXML_DTDLOAD", int64_t{4}},
    {"LIBXML_DTDVALID", int64_t{16}},
    {"LIBXML_ERR_ERROR", int64_t{2}},
    {"LIBXML_ERR_FATAL", int64_t{3}},
    {"LIBXML_ERR_NONE", int64_t{0}},
    {"LIBXML_ERR_WARNING", int64_t{1}},
    {"LIBXML_HTML_NODEFDTD", int64_t{4}},
    {"LIBXML_HTML_NOIMPLIED", int64_t{8192}},
    {"LIBXML_LOADED_VERSION", LIBXML_VERSION_STRING},
    {"LIBXML_NOBLANKS", int64_t{256}},
    {"LIBXML_NOCDATA", int64_t{16384}},
    {"LIBXML_NOEMPTYTAG", int64_t{4}},
    {"LIBXML_NOENT", int64_t{2}},
    {"LIBXML_NOERROR", int64_t{32}},
    {"LIBXML_NONET", int64_t{2048}},
    {"LIBXML_NOWARNING", int64_t{64}},
    {"LIBXML_NOXMLDECL", int64_t{2}},
    {"LIBXML_NSCLEAN", int64_t{8192}},
    {"LIBXML_PARSEHUGE", int64_t{524288}},
    {"LIBXML_PEDANTIC", int64_t{128}},
    {"LIBXML_RECOVER", int64_t{1}},
    {"LIBXML_SCHEMA_CREATE", int64_t{1}},
    {"LIBXML_VERSION", int64_t{LIBXML_VERSION}},
    {"LIBXML_XINCLUDE", int64_t{1024}},
};
static_assert(SortedByName(kConstantRows));

constexpr char kErrorClass[] = R"php(
class LibXMLError {
    public int $level;
    public int $code;
    public int $column;
    public string $message;
    public string $file;
    public int $line;
}
)php";
const BuiltinClassRow kClassRows[] = {{.name = "LibXMLError", .extension = "libxml", .source = kErrorClass}};

}  // namespace

constinit const BuiltinTable kLibxmlFunctions(kRows);
const std::span<const BuiltinClassRow> kLibxmlClasses = kClassRows;
constinit const std::span<const ConstantRow> kLibxmlConstants = kConstantRows;

}  // namespace tusk
