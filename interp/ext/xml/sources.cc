// Where the XML extensions get their bytes from: streams, with the context that a script has set, and the
// loader of external entities.
#include <memory>
#include <utility>

#include "interp/ext/standard/stream.h"
#include "interp/ext/xml/lib.h"
#include "interp/vm/call.h"
#include "interp/vm/main.h"

namespace tusk {
namespace {

Resource* g_context = nullptr;                   // counted
Value g_entity_loader = Value::Null();           // owned
xmlExternalEntityLoader g_own_loader = nullptr;  // libxml2's
bool g_disabled = false;

Value TextOrNull(const char* s) { return s ? Value(NewString(std::string_view(s))) : Value::Null(); }

// What the loader's third argument tells about the parser.
Array* DescribeParser(const xmlParserCtxt* parser) {
  Array* a = NewHash(4);
  SetStr(a, "directory", TextOrNull(parser->directory));
  SetStr(a, "intSubName", XmlStringOrNull(parser->intSubName));
  SetStr(a, "extSubURI", XmlStringOrNull(parser->extSubURI));
  SetStr(a, "extSubSystem", XmlStringOrNull(parser->extSubSystem));
  return a;
}

// What a script set here goes with it.
void ForgetAtEnd() {
  static bool hooked = false;
  if (hooked) return;
  hooked = true;
  AtEnd([](Vm*) {
    SetXmlStreamContext(nullptr);
    Value loader = g_entity_loader;
    g_entity_loader = Value::Null();
    Release(loader);
  });
}

xmlParserInput* InputOf(xmlParserCtxt* parser, const std::string& bytes, const char* name) {
  xmlParserInputBuffer* buffer = Xml().xmlParserInputBufferCreateMem(
      bytes.data(), static_cast<int>(bytes.size()), XML_CHAR_ENCODING_NONE);
  xmlParserInput* input =
      buffer ? Xml().xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE) : nullptr;
  if (input && name) input->filename = reinterpret_cast<const char*>(Xml().xmlStrdup(ToXml(name)));
  return input;
}

// URLs that libxml2 knows nothing of.
bool IsForStreams(const char* url) {
  std::string_view name = url ? url : "";
  return name.find("://") != name.npos && !name.starts_with("file:") && !name.starts_with("http:") &&
         !name.starts_with("ftp:");
}

// Called by libxml2. Null: there is no such entity, which has been said.
xmlParserInput* LoadEntity(const char* url, const char* id, xmlParserCtxt* parser) {
  if (g_entity_loader.IsNull()) {
    if (!g_disabled && IsForStreams(url)) {
      std::string error;
      std::unique_ptr<Stream> opened = OpenXmlStream(url, "rb", &error);
      if (opened) return InputOf(parser, opened->ReadAll(), url);
      if (!HasException()) XmlErrors::NotLoaded(url, parser);
      return nullptr;
    }
    if (!g_disabled) return g_own_loader(url, id, parser);
    XmlErrors::NotLoaded(url, parser);
    return nullptr;
  }
  if (HasException()) return nullptr;
  Value arguments[] = {TextOrNull(id), TextOrNull(url), Value(DescribeParser(parser))};
  Value answer;
  CallValue(g_entity_loader, 3, arguments, &answer);
  for (Value& v : arguments) Release(v);
  if (HasException()) return nullptr;
  std::unique_ptr<Stream> opened;
  Stream* stream = StreamOf(answer);
  std::string name;
  if (!stream && !answer.IsNull() && !answer.IsResource()) {
    String* path = ToString(answer);
    if (path) {
      std::string error;
      name = path->view();
      opened = OpenXmlStream(name, "rb", &error);
      stream = opened.get();
      Release(path);
    }
  } else if (answer.IsResource() && !stream) {
    ThrowTypeError("The user entity loader callback has returned a resource, but it is not a stream");
  }
  xmlParserInput* input = stream && !HasException()
                              ? InputOf(parser, stream->ReadAll(), name.empty() ? nullptr : name.c_str())
                              : nullptr;
  Release(answer);
  if (!input && !HasException())
    FunctionWarning("Failed to load external entity \"%s\"", id ? id : url ? url : "");
  return input;
}

}  // namespace

std::unique_ptr<Stream> OpenXmlStream(std::string_view file, std::string_view mode, std::string* error) {
  if (g_disabled && mode.starts_with('r')) return nullptr;
  if (file.starts_with("file://")) file.remove_prefix(7);
  return OpenStream(file, mode, error, {.context = g_context});
}

bool ReadXmlFile(std::string_view file, std::string* content) {
  std::string error;
  std::unique_ptr<Stream> s = OpenXmlStream(file, "rb", &error);
  if (!s) {
    if (!HasException()) FunctionWarning("I/O warning : failed to load external entity \"%s\"", file);
    return false;
  }
  *content = s->ReadAll();
  return true;
}

void SetXmlStreamContext(Resource* context) {
  if (context) ForgetAtEnd();
  if (context) Retain(context);
  if (g_context) Release(Value(g_context));
  g_context = context;
}
Value XmlStreamContext() {
  if (!g_context) return Value::Null();
  Retain(g_context);
  return Value(g_context);
}

namespace {
void TakeOverLoading() {
  if (g_own_loader) return;
  g_own_loader = Xml().xmlGetExternalEntityLoader();
  Xml().xmlSetExternalEntityLoader(LoadEntity);
}
}  // namespace

void ReadXmlThroughStreams() { TakeOverLoading(); }
bool DisableXmlLoading(bool disabled) {
  TakeOverLoading();
  return std::exchange(g_disabled, disabled);
}
void SetXmlEntityLoader(const Value& callback) {
  ForgetAtEnd();
  TakeOverLoading();
  Value old = g_entity_loader;
  g_entity_loader = CopyDeref(callback);
  Release(old);
}
Value XmlEntityLoader() { return Copy(g_entity_loader); }

}  // namespace tusk
