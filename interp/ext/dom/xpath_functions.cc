// PHP functions in XPath expressions: registration, arguments and results.
#include "interp/ext/dom/xpath_functions.h"

#include <optional>

#include "interp/ext/dom/dom.h"

namespace tusk {
namespace {

// A node of a document that no script can see (a part of a transformation's) is given as a copy.
Value NodeForPhp(xmlNode* n) {
  bool is_document = n->type == XML_DOCUMENT_NODE || n->type == XML_HTML_DOCUMENT_NODE;
  if (n->doc->_private) return WrapDomNode(n);
  XmlDocument* d;
  xmlNode* copy;
  if (is_document) {
    d = AdoptDocument(Xml().xmlCopyDoc(n->doc, 1));
    copy = reinterpret_cast<xmlNode*>(d->doc);
  } else {
    d = LooseDocument();
    copy = CopyXmlNode(n, d->doc, 1);
    d->detached.insert(copy);
  }
  return WrapDomNode(copy);
}

Value ToPhp(xmlXPathObject* v, bool as_string) {
  switch (v->type) {
    case XPATH_BOOLEAN:
      if (!as_string) return Value(v->boolval != 0);
      break;
    case XPATH_NUMBER:
      if (!as_string) return Value(v->floatval);
      break;
    case XPATH_NODESET:
    case XPATH_XSLT_TREE:
      if (!as_string) {
        Array* a = NewArray();
        for (int i = 0; v->nodesetval && i < v->nodesetval->nodeNr; ++i) {
          xmlNode* n = v->nodesetval->nodeTab[i];
          if (n->type == XML_NAMESPACE_DECL) {
            auto* ns = reinterpret_cast<xmlNs*>(n);
            Append(a,
                   NewNamespaceNode(reinterpret_cast<xmlNode*>(ns->next), View(ns->prefix), View(ns->href)));
          } else {
            Append(a, NodeForPhp(n));
          }
        }
        return Value(a);
      }
      break;
    default: break;
  }
  xmlChar* text = Xml().xmlXPathCastToString(v);
  Value s(NewString(View(text)));
  Xml().free(text);
  return s;
}
// Why it is not callable, or nothing.
std::optional<std::string> Problem(const Value& v) {
  Callable resolved;
  std::string error;
  if (!ResolveCallable(v, &resolved, &error)) return error;
  ReleaseCallable(&resolved);
  return std::nullopt;
}
bool IsGoodName(std::string_view name) { return !name.empty() && name.find('\0') == name.npos; }
void PushNothing(xmlXPathParserContext* parser) {
  Xml().valuePush(parser, Xml().xmlXPathNewString(ToXml("")));
}
// Takes `count` arguments from the stack; kUndef values when something was thrown before.
std::vector<Value> PopArguments(xmlXPathParserContext* parser, int count, bool strings) {
  std::vector<Value> args(static_cast<size_t>(count));
  for (size_t i = args.size(); i-- > 0;) {
    xmlXPathObject* v = Xml().valuePop(parser);
    if (!v) continue;
    if (!HasException()) args[i] = ToPhp(v, strings);
    Xml().xmlXPathFreeObject(v);
  }
  return args;
}

}  // namespace

XPathFunctions::~XPathFunctions() {
  ReleaseHeld();
  auto callables = std::move(callables_);
  for (const auto& [name, callable] : callables) Release(callable);
}
void XPathFunctions::ReleaseHeld() {
  std::vector<Value> held = std::move(held_);
  held_.clear();
  for (const Value& v : held) Release(v);
}
void XPathFunctions::Trace(void (*visit)(Value*, void*), void* context) {
  for (auto& [name, callable] : callables_) visit(&callable, context);
  for (Value& v : held_) visit(&v, context);
}

void XPathFunctions::Add(std::string name, const Value& callable) {
  Value& slot = callables_[std::move(name)];
  Value old = slot;
  slot = CopyDeref(callable);
  Release(old);
}
void XPathFunctions::Register(Args args) {
  if (args.IsNull(0)) {
    all_ = true;
    return;
  }
  registered_ = true;
  if (args[0].IsString()) {
    if (!IsGoodName(args.View(0))) return ArgumentValueError(1, "must be a valid callback name");
    if (auto problem = Problem(args[0]))
      return ArgumentTypeError(1, absl::StrFormat("must be a callable, %s", *problem));
    return Add(std::string(args.View(0)), args[0]);
  }
  Array* a = args.Arr(0);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    ArrayKey key = KeyAt(a, p);
    std::string name;
    if (key.IsInt()) {
      String* text = ToString(v);
      if (!text) return;
      name = text->view();
      Release(text);
    } else {
      name = key.name->view();
    }
    if (!IsGoodName(name)) return ArgumentValueError(1, "must be an array containing valid callback names");
    if (auto problem = Problem(v)) {
      return ArgumentTypeError(
          1, absl::StrFormat("must be an array with valid callbacks as values, %s", *problem));
    }
    Add(std::move(name), v);
  }
}
bool XPathFunctions::RegisterInNamespace(Args args) {
  if (RefusesNul(args, 0)) return false;
  if (RefusesNul(args, 1)) return false;
  if (args.View(0) == space_) {
    ArgumentValueError(1, absl::StrFormat("must not be \"%s\" because it is reserved by PHP", space_));
    return false;
  }
  if (!IsXmlName(args.View(1)) || args.View(1).find(':') != std::string_view::npos) {
    ArgumentValueError(2, "must be a valid callback name");
    return false;
  }
  Add(Joined(args.View(0), "|", args.View(1)), args[2]);
  return true;
}

// The result of a function for the expression; null with an exception raised.
xmlXPathObject* XPathFunctions::FromPhp(const Value& v) {
  if (v.IsObject()) {
    xmlNode* n = NodeOfObject(v.obj);
    if (!n) {
      ThrowTypeError("Only objects that are instances of DOM nodes can be converted to an XPath expression");
      return nullptr;
    }
    held_.push_back(Copy(v));
    return Xml().xmlXPathNewNodeSet(n);
  }
  if (v.IsBool()) return Xml().xmlXPathNewBoolean(v.IsTrue());
  if (v.IsNumber()) return Xml().xmlXPathNewFloat(ToFloat(v));
  String* s = ToString(v);
  if (!s) return nullptr;
  xmlXPathObject* out = Xml().xmlXPathNewString(ToXml(s));
  Release(s);
  return out;
}
void XPathFunctions::Run(xmlXPathParserContext* parser, const Value& callable, std::vector<Value> args) {
  Value result;
  Callback(callable).Call(static_cast<uint32_t>(args.size()), args.data(), &result);
  for (const Value& v : args) Release(v);
  xmlXPathObject* out = HasException() ? nullptr : FromPhp(result);
  Release(result);
  Xml().valuePush(parser, out ? out : Xml().xmlXPathNewString(ToXml("")));
}
void XPathFunctions::CallByName(xmlXPathParserContext* parser, int count, bool strings) {
  if (count == 0) {
    if (!HasException()) ThrowError("Function name must be passed as the first argument");
    return PushNothing(parser);
  }
  std::vector<Value> args = PopArguments(parser, count - 1, strings);
  auto quit = [&] {
    for (const Value& a : args) Release(a);
    PushNothing(parser);
  };
  xmlXPathObject* v = Xml().valuePop(parser);
  std::optional<std::string> function;
  if (v && v->stringval) function = std::string(View(v->stringval));
  if (v) Xml().xmlXPathFreeObject(v);
  if (HasException()) return quit();
  if (!function) {
    ThrowTypeError("Handler name must be a string");
    return quit();
  }
  auto it = callables_.find(*function);
  if (it != callables_.end()) {
    Value callable = Copy(it->second);
    Run(parser, callable, std::move(args));
    return Release(callable);
  }
  if (!all_) {
    if (!registered_) {
      ThrowError("No callbacks were registered");
    } else {
      ThrowError("No callback handler \"%s\" registered", *function);
    }
    return quit();
  }
  size_t colons = function->find("::");
  if (colons != function->npos && !FindClass(std::string_view(*function).substr(0, colons), true) &&
      HasException()) {
    // The loader of classes threw.
    ThrowError("Invalid callback %s, class \"%s\" not found", *function, function->substr(0, colons));
    return quit();
  }
  Value callable(NewString(*function));
  if (auto problem = Problem(callable)) {
    ThrowError("Invalid callback %s, %s", *function, *problem);
    quit();
  } else {
    Run(parser, callable, std::move(args));
  }
  Release(callable);
}
void XPathFunctions::CallInNamespace(xmlXPathParserContext* parser, int count) {
  // Evaluating an argument may name another function.
  std::string name = Joined(View(parser->context->functionURI), "|", View(parser->context->function));
  std::vector<Value> args = PopArguments(parser, count, false);
  auto it = callables_.find(name);
  if (!HasException() && it != callables_.end()) {
    Value callable = Copy(it->second);
    Run(parser, callable, std::move(args));
    return Release(callable);
  }
  for (const Value& a : args) Release(a);
  PushNothing(parser);
}

}  // namespace tusk
