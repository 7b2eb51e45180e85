// PHP functions in XPath expressions: what DOMXPath and XSLTProcessor register, and calls of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/ext/xml/lib.h"

namespace tusk {

class XPathFunctions {
 public:
  // `space` is the namespace whose `function` and `functionString` call by name; it lives as long as this.
  explicit XPathFunctions(const char* space) : space_(space) {}
  ~XPathFunctions();
  XPathFunctions(const XPathFunctions&) = delete;
  XPathFunctions& operator=(const XPathFunctions&) = delete;

  // The bodies of registerPhpFunctions(array|string|null) and of registerPhpFunctionNS(string, string,
  // callable); the latter answers whether the arguments were good.
  void Register(Args args);
  bool RegisterInNamespace(Args args);
  // Calls add(namespace, name) for what RegisterInNamespace() took.
  template <typename Add>
  void ForEachInNamespace(Add add) const {
    for (const auto& [name, callable] : callables_) {
      size_t bar = name.rfind('|');
      if (bar != std::string::npos) add(name.substr(0, bar), name.substr(bar + 1));
    }
  }
  // What libxml2's functions do; the result is on the parser's stack also when something was thrown.
  void CallByName(xmlXPathParserContext* parser, int count, bool strings);
  void CallInNamespace(xmlXPathParserContext* parser, int count);
  // Lets go of the nodes that functions gave; they must live until the evaluation's result was read.
  void ReleaseHeld();
  void Trace(void (*visit)(Value*, void*), void* context);

 private:
  void Add(std::string name, const Value& callable);
  void Run(xmlXPathParserContext* parser, const Value& callable, std::vector<Value> args);
  xmlXPathObject* FromPhp(const Value& v);

  const char* space_;
  bool all_ = false;                                   // Register(null)
  bool registered_ = false;                            // something else, which may be no names at all
  absl::flat_hash_map<std::string, Value> callables_;  // by name, or "namespace|name"; owned
  std::vector<Value> held_;
};

}  // namespace tusk
