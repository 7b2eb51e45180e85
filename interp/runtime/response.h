// What goes before the output of a script: a status and header lines, fixed when the first byte leaves the
// output buffers. Only a web server sends them; a command knows where output began and nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interp/runtime/value.h"

namespace tusk {

struct Response {
  bool begun = false;  // output left: "headers sent"
  bool keeps = false;  // a web server answers; else header lines are dropped
  int code = 0;        // 0: none was set
  std::string status_line;
  std::vector<std::string> lines;
  bool default_type = true;  // no Content-type was set yet
  String* file = nullptr;    // where output began; not owned; null when nowhere in a script
  uint32_t line = 0;
  Value callback;            // owned; of header_register_callback()
  void (*send)() = nullptr;  // writes status and lines to the client
  std::string body;          // of the request: php://input
  std::string content_type;  // of the request, "" for none
};
extern Response g_response;

// Before the first byte, or at the end of a script that had no output: the callback runs, the lines are sent.
void BeginResponse();

}  // namespace tusk
