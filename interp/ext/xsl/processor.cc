// XSLTProcessor: style sheets, parameters, transformations, and PHP functions called from them.
#include "interp/ext/xsl/lib.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <map>

#include "interp/ext/dom/dom.h"
#include "interp/ext/dom/xpath_functions.h"
#include "interp/ext/library.h"
#include "interp/ext/library_tables.h"
#include "interp/ext/standard/stream.h"

namespace tusk {

bool HasExslt() {
  static const bool has = [] {
    void* library = OpenOptionalLibrary({"libexslt.so.0"});
    auto all = library ? reinterpret_cast<void (*)()>(LibrarySymbol(library, "exsltRegisterAll")) : nullptr;
    if (all) all();
    return all != nullptr;
  }();
  return has;
}
const XslLibrary& Xsl() {
  static const XslLibrary xsl = [] {
    Xml();
    void* library = OpenLibrary("xsl", {"libxslt.so.1"});
    XslLibrary functions;
#define TUSK_XSL_LOAD(name) \
  functions.name = reinterpret_cast<decltype(&::name)>(LibrarySymbol(library, #name));
    TUSK_XSL_FUNCTIONS(TUSK_XSL_LOAD)
#undef TUSK_XSL_LOAD
    return functions;
  }();
  HasExslt();
  return xsl;
}

namespace {

constexpr char kPhpSpace[] = "http://php.net/xsl";
// XSL_SECPREF_*: what a transformation may not do.
constexpr std::pair<int64_t, xsltSecurityOption> kForbidden[] = {
    {2, XSLT_SECPREF_READ_FILE},     {4, XSLT_SECPREF_WRITE_FILE},     {8, XSLT_SECPREF_CREATE_DIRECTORY},
    {16, XSLT_SECPREF_READ_NETWORK}, {32, XSLT_SECPREF_WRITE_NETWORK},
};
constexpr int64_t kDefaultForbidden = 4 | 8 | 32;

// What is not kept in declared properties.
struct State {
  xsltStylesheet* sheet = nullptr;  // with its own copy of the document
  bool has_keys = false;            // they write into the document
  std::map<std::string, std::string> parameters;
  std::string profile;  // file; empty for none
  int64_t forbidden = kDefaultForbidden;
  int64_t max_depth = 3000, max_variables = 15000;
  XPathFunctions functions{kPhpSpace};
};
struct Processor {
  State* state;
};
State* Of(Object* o) { return o->native<Processor>()->state; }

void Init(Object* o) { o->native<Processor>()->state = new State; }
void Destroy(Object* o) {
  State* s = std::exchange(o->native<Processor>()->state, nullptr);
  if (!s) return;
  if (s->sheet) Xsl().xsltFreeStylesheet(s->sheet);
  delete s;
}
void Trace(Object* o, void (*visit)(Value*, void*), void* context) {
  if (State* s = Of(o)) s->functions.Trace(visit, context);
}

// --- properties

// Those that may not be negative.
struct LimitRow {
  const char* name;
  int64_t State::* value;
};
constexpr LimitRow kLimits[] = {{"maxTemplateDepth", &State::max_depth},
                                {"maxTemplateVars", &State::max_variables}};
const LimitRow* FindLimit(std::string_view name) {
  for (const LimitRow& row : kLimits) {
    if (row.name == name) return &row;
  }
  return nullptr;
}
enum Slot { kDoXInclude, kCloneDocument, kSlots };
constexpr BuiltinPropertyRow kProperties[kSlots] = {{"doXInclude", "bool", Type::kFalse},
                                                    {"cloneDocument", "bool", Type::kFalse}};
Array* Dump(Object* o) {
  Array* a = CopyArray(PropertiesToArray(o));
  for (const LimitRow& row : kLimits) Set(a, ArrayKey::Str(Intern(row.name)), Value(Of(o)->*row.value));
  return a;
}
constexpr ObjectHandlers kHandlers = {.construct_native = Init,
                                      .destroy_native = Destroy,
                                      .trace_native = Trace,
                                      .cloneable = false,
                                      .properties_for_dump = Dump};

void Get(Args args, Value* result) {
  if (const LimitRow* row = FindLimit(args.View(0))) return Return(result, Of(Self(args))->*row->value);
  for (const BuiltinPropertyRow& row : kProperties) {
    if (args.View(0) == row.name) {
      return ThrowError("Typed property XSLTProcessor::$%s must not be accessed before initialization",
                        row.name);
    }
  }
  Warning("Undefined property: %s::$%s", Self(args)->cls->name->view(), args.View(0));
}
void SetMember(Args args, Value*) {
  const LimitRow* row = FindLimit(args.View(0));
  if (!row) {
    WriteProperty(Self(args), args.Str(0), CopyDeref(args[1]), nullptr, nullptr, false);
    return;
  }
  int64_t limit = ToInt(args[1]);
  if (HasException()) return;
  if (limit < 0) return ThrowValueError("XSLTProcessor::$%s must be greater than or equal to 0", row->name);
  Of(Self(args))->*row->value = limit;
}
void IssetMember(Args args, Value* result) { Return(result, FindLimit(args.View(0)) != nullptr); }
void UnsetMember(Args args, Value*) {
  if (const LimitRow* row = FindLimit(args.View(0)))
    ThrowError("Cannot unset %s::$%s", Self(args)->cls->name->view(), row->name);
}
// A declared property; false with an error raised when a script has unset it.
bool Flag(Object* o, Slot slot, bool* flag) {
  Value v = Deref(o->props()[slot]);
  if (v.IsUndef()) {
    ThrowError("Typed property XSLTProcessor::$%s must not be accessed before initialization",
               kProperties[slot].name);
    return false;
  }
  *flag = ToBool(v);
  return true;
}

// --- style sheets

// libxslt names its own ways of raising limits.
void HandleXslText(void*, const char* format, ...) __attribute__((format(printf, 2, 3)));
void HandleXslText(void*, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char buffer[1024];
  int size = std::vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  if (size < 0) return;
  std::string text = buffer;
  for (auto [theirs, ours] : {std::pair{"xsltMaxDepth (--maxdepth)", "$maxTemplateDepth"},
                              std::pair{"maxTemplateVars (--maxvars)", "$maxTemplateVars"}}) {
    size_t at = text.find(theirs);
    if (at != text.npos) text.replace(at, std::strlen(theirs), ours);
  }
  XmlErrors::HandleText(nullptr, "%s", text.c_str());
}
// Reports what libxslt and libxml2 say while it lives.
class Messages : public XmlErrors {
 public:
  Messages() { Xsl().xsltSetGenericErrorFunc(nullptr, HandleXslText); }
  ~Messages() { Xsl().xsltSetGenericErrorFunc(nullptr, nullptr); }
};

// The node that a DOM or SimpleXML object stands for; null with an error raised.
xmlNode* NodeIn(Args args, uint32_t i) {
  xmlNode* node = NodeOfObject(args[i].obj);
  if (!node) node = SimpleXmlNode(args[i].obj);
  if (!node) ArgumentTypeError(i + 1, "must be a valid XML node");
  return node;
}

bool UsesKeys(const xsltStylesheet* sheet) {
  xmlNode* root = Xml().xmlDocGetRootElement(sheet->doc);
  for (xmlNode* n = root ? root->children : nullptr; n; n = n->next) {
    if (n->type == XML_ELEMENT_NODE && View(n->name) == "key" && n->ns && n->ns->href &&
        View(n->ns->href) == View(XSLT_NAMESPACE)) {
      return true;
    }
  }
  return false;
}
// Whether it takes white space out of the documents that it transforms.
bool StripsSpace(const xsltStylesheet* sheet) {
  for (; sheet; sheet = sheet->next) {
    if (sheet->stripSpaces || sheet->stripAll || StripsSpace(sheet->imports)) return true;
  }
  return false;
}

void ImportStylesheet(Args args, Value* result) {
  xmlNode* node = NodeIn(args, 0);
  if (!node) return;
  bool clone;
  if (!Flag(Self(args), kCloneDocument, &clone)) return;
  ReadXmlThroughStreams();
  State* s = Of(Self(args));
  Messages messages;
  xmlDoc* copy = Xml().xmlCopyDoc(node->doc, 1);
  xsltStylesheet* sheet = Xsl().xsltParseStylesheetDoc(copy);
  messages.Report(HasException());
  if (!sheet || HasException()) {
    if (sheet) Xsl().xsltFreeStylesheet(sheet);
    if (!sheet) Xml().xmlFreeDoc(copy);
    return Return(result, false);
  }
  if (s->sheet) Xsl().xsltFreeStylesheet(s->sheet);
  s->sheet = sheet;
  s->has_keys = UsesKeys(sheet);
  Return(result, true);
}

// --- transformations

State* StateOf(xmlXPathParserContext* parser) {
  return static_cast<State*>(Xsl().xsltXPathGetTransformContext(parser)->_private);
}
void StopAfterException(xmlXPathParserContext* parser) {
  if (HasException()) Xsl().xsltXPathGetTransformContext(parser)->state = XSLT_STATE_STOPPED;
}
template <bool kStrings>
void CallPhp(xmlXPathParserContext* parser, int count) {
  StateOf(parser)->functions.CallByName(parser, count, kStrings);
  StopAfterException(parser);
}
void CallNamed(xmlXPathParserContext* parser, int count) {
  StateOf(parser)->functions.CallInNamespace(parser, count);
  StopAfterException(parser);
}

void Prepare(xsltTransformContext* context, State* s, bool xinclude, xsltSecurityPrefs* security) {
  context->_private = s;
  context->xinclude = xinclude;
  context->maxTemplateDepth = static_cast<int>(s->max_depth);
  context->maxTemplateVars = static_cast<int>(s->max_variables);
  for (auto [bit, option] : kForbidden) {
    if (s->forbidden & bit) Xsl().xsltSetSecurityPrefs(security, option, Xsl().xsltSecurityForbid);
  }
  Xsl().xsltSetCtxtSecurityPrefs(security, context);
  auto function = [&](const char* name, const char* space, xmlXPathFunction body) {
    Xsl().xsltRegisterExtFunction(context, ToXml(name), ToXml(space), body);
  };
  function("function", kPhpSpace, CallPhp<false>);
  function("functionString", kPhpSpace, CallPhp<true>);
  s->functions.ForEachInNamespace([&](const std::string& space, const std::string& name) {
    function(name.c_str(), space.c_str(), CallNamed);
  });
  for (const auto& [name, value] : s->parameters)
    Xsl().xsltQuoteOneUserParam(context, ToXml(name.c_str()), ToXml(value.c_str()));
}

// The result of transforming argument 0, owned; null with an error raised or reported.
xmlDoc* Transform(Args args, const char* method) {
  xmlNode* node = NodeIn(args, 0);
  if (!node) return nullptr;
  State* s = Of(Self(args));
  if (!s->sheet) {
    ThrowError("XSLTProcessor::%s() can only be called after a stylesheet has been imported", method);
    return nullptr;
  }
  bool xinclude, clone;
  if (!Flag(Self(args), kDoXInclude, &xinclude) || !Flag(Self(args), kCloneDocument, &clone)) return nullptr;
  FILE* profile = s->profile.empty() ? nullptr : std::fopen(s->profile.c_str(), "w");
  ReadXmlThroughStreams();
  Messages messages;
  XmlDocument* source = DocumentOf(node);
  if (clone || s->has_keys || StripsSpace(s->sheet)) source = AdoptDocument(Xml().xmlCopyDoc(node->doc, 1));
  RetainDocument(source);
  xsltTransformContext* context = Xsl().xsltNewTransformContext(s->sheet, source->doc);
  xsltSecurityPrefs* security = Xsl().xsltNewSecurityPrefs();
  Prepare(context, s, xinclude, security);
  Value self = Copy(Value(Self(args)));
  xmlDoc* out = Xsl().xsltApplyStylesheetUser(s->sheet, source->doc, nullptr, nullptr, profile, context);
  Xsl().xsltFreeTransformContext(context);
  Xsl().xsltFreeSecurityPrefs(security);
  if (profile) std::fclose(profile);
  messages.Report(HasException());
  s->functions.ReleaseHeld();
  ReleaseDocument(source);
  Release(self);
  if (out && HasException()) {
    Xml().xmlFreeDoc(out);
    out = nullptr;
  }
  return out;
}
// Takes over the document. False: it could not be written.
bool Serialise(State* s, xmlDoc* doc, Value* text) {
  xmlChar* bytes = nullptr;
  int size = 0;
  int written = Xsl().xsltSaveResultToString(&bytes, &size, doc, s->sheet);
  Xml().xmlFreeDoc(doc);
  if (written < 0) return false;
  if (bytes) {
    *text = Value(NewString(std::string_view(reinterpret_cast<char*>(bytes), static_cast<size_t>(size))));
    Xml().free(bytes);
  }
  return true;
}

void TransformToXml(Args args, Value* result) {
  xmlDoc* out = Transform(args, "transformToXml");
  if (HasException()) return;
  Value text = Value::Null();
  if (!out || !Serialise(Of(Self(args)), out, &text)) return Return(result, false);
  *result = text;
}
void TransformToUri(Args args, Value* result) {
  xmlDoc* out = Transform(args, "transformToUri");
  if (HasException()) return;
  Value text = Value::Null();
  if (!out || !Serialise(Of(Self(args)), out, &text)) return Return(result, -1);
  std::string error;
  std::unique_ptr<Stream> file = OpenXmlStream(args.View(1), "wb", &error);
  int64_t written = -1;
  if (file) written = text.IsString() ? file->Write(text.str->view()) : 0;
  Release(text);
  Return(result, written);
}
void TransformToDoc(Args args, Value* result) {
  xmlDoc* out = Transform(args, "transformToDoc");
  if (HasException()) return;
  if (!out) return Return(result, false);
  // The names in it belong to the transformation's dictionary; nodes of the copy may move to any document.
  xmlDoc* own = Xml().xmlCopyDoc(out, 1);
  Xml().xmlFreeDoc(out);
  *result = WrapDocument(own, args, 0, args.IsNull(1) ? nullptr : args.Str(1));
}

// --- parameters and settings

bool RefusesName(std::string_view name, uint32_t argument, const char* what) {
  if (name.find('\0') == name.npos) return false;
  ArgumentValueError(argument, what);
  return true;
}
void SetParameter(Args args, Value* result) {
  State* s = Of(Self(args));
  if (args[1].IsString()) {
    if (args.IsNull(2)) return ArgumentValueError(3, "cannot be null when argument #2 ($name) is a string");
    if (RefusesNul(args, 1) || RefusesNul(args, 2)) return;
    s->parameters[std::string(args.View(1))] = std::string(args.View(2));
    return Return(result, true);
  }
  if (!args.IsNull(2)) return ArgumentValueError(3, "must be null when argument #2 ($name) is an array");
  Array* a = args.Arr(1);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    if (key.IsInt()) return ArgumentTypeError(2, "must contain only string keys");
    String* value = ToString(Deref(ValueAt(a, p)));
    if (!value || HasException()) {
      if (value) Release(value);
      return;
    }
    if (!RefusesName(key.name->view(), 3, "must not contain keys with any null bytes") &&
        !RefusesName(value->view(), 3, "must not contain values with any null bytes")) {
      s->parameters[std::string(key.name->view())] = std::string(value->view());
    }
    Release(value);
    if (HasException()) return;
  }
  Return(result, true);
}
void GetParameter(Args args, Value* result) {
  State* s = Of(Self(args));
  auto it = s->parameters.find(std::string(args.View(1)));
  if (it == s->parameters.end()) return Return(result, false);
  Return(result, std::string_view(it->second));
}
void RemoveParameter(Args args, Value* result) {
  Return(result, Of(Self(args))->parameters.erase(std::string(args.View(1))) != 0);
}
void HasExsltSupport(Args, Value* result) { Return(result, HasExslt()); }
void RegisterFunctions(Args args, Value*) { Of(Self(args))->functions.Register(args); }
void RegisterFunctionNs(Args args, Value*) { Of(Self(args))->functions.RegisterInNamespace(args); }
void SetProfiling(Args args, Value* result) {
  if (RefusesNul(args, 0)) return;
  Of(Self(args))->profile = args.IsNull(0) ? std::string() : std::string(args.View(0));
  Return(result, true);
}
void SetSecurity(Args args, Value* result) {
  Return(result, std::exchange(Of(Self(args))->forbidden, args.Int(0)));
}
void GetSecurity(Args args, Value* result) { Return(result, Of(Self(args))->forbidden); }

constexpr BuiltinMethodRow kMethods[] = {
    {"__get", "(string $name): mixed", kDomReads, Get},
    {"__isset", "(string $name): bool", kDomReads, IssetMember},
    {"__set", "(string $name, mixed $value): void", kDomWrites, SetMember},
    {"__unset", "(string $name): void", kDomWrites, UnsetMember},
    {"importStylesheet", "(object $stylesheet): bool", kDomWrites, ImportStylesheet},
    {"transformToDoc", "(object $document, ?string $returnClass = null): object|false", kDomWrites,
     TransformToDoc},
    {"transformToUri", "(object $document, string $uri): int", kDomWrites, TransformToUri},
    {"transformToXml", "(object $document): string|false|null", kDomWrites, TransformToXml},
    {"setParameter", "(string $namespace, array|string $name, ?string $value = null): bool", kDomWrites,
     SetParameter},
    {"getParameter", "(string $namespace, string $name): string|false", kDomReads, GetParameter},
    {"removeParameter", "(string $namespace, string $name): bool", kDomWrites, RemoveParameter},
    {"hasExsltSupport", "(): bool", kDomReads, HasExsltSupport},
    {"registerPHPFunctions", "(array|string|null $functions = null): void", kDomWrites, RegisterFunctions},
    {"registerPHPFunctionNS", "(string $namespaceURI, string $name, callable $callable): void", kDomWrites,
     RegisterFunctionNs},
    {"setProfiling", "(?string $filename): true", kDomWrites, SetProfiling},
    {"setSecurityPrefs", "(int $preferences): int", kDomWrites, SetSecurity},
    {"getSecurityPrefs", "(): int", kDomReads, GetSecurity},
};
const BuiltinClassRow kRows[] = {{.name = "XSLTProcessor",
                                  .methods = kMethods,
                                  .properties = kProperties,
                                  .handlers = &kHandlers,
                                  .native_size = sizeof(Processor),
                                  .extension = "xsl"}};

constexpr ConstantRow kConstantRows[] = {
    {"LIBEXSLT_DOTTED_VERSION", "0.8.20"},
    {"LIBEXSLT_VERSION", int64_t{820}},
    {"LIBXSLT_DOTTED_VERSION", LIBXSLT_DOTTED_VERSION},
    {"LIBXSLT_VERSION", int64_t{LIBXSLT_VERSION}},
    {"XSL_CLONE_ALWAYS", int64_t{1}},
    {"XSL_CLONE_AUTO", int64_t{0}},
    {"XSL_CLONE_NEVER", int64_t{-1}},
    {"XSL_SECPREF_CREATE_DIRECTORY", int64_t{8}},
    {"XSL_SECPREF_DEFAULT", kDefaultForbidden},
    {"XSL_SECPREF_NONE", int64_t{0}},
    {"XSL_SECPREF_READ_FILE", int64_t{2}},
    {"XSL_SECPREF_READ_NETWORK", int64_t{16}},
    {"XSL_SECPREF_WRITE_FILE", int64_t{4}},
    {"XSL_SECPREF_WRITE_NETWORK", int64_t{32}},
};
static_assert(SortedByName(kConstantRows));

}  // namespace

const std::span<const BuiltinClassRow> kXslClasses = kRows;
constinit const std::span<const ConstantRow> kXslConstants = kConstantRows;

}  // namespace tusk
