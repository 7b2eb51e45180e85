// The built-in web server: reads a request, finds what it is for, and runs the script or sends the file. Each
// connection has a process of its own, made by fork(), so that scripts begin with nothing but the engine.
#include "tools/server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string_view>
#include <utility>
#include <vector>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/array.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"
#include "interp/runtime/response.h"
#include "interp/vm/builtin.h"
#include "interp/vm/constants.h"
#include "interp/vm/main.h"
#include "interp/vm/symbols.h"

namespace tusk {
namespace {

struct StatusRow {
  int code;
  const char* text;
};
constexpr StatusRow kStatuses[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {208, "Already Reported"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Request Entity Too Large"},
    {414, "Request-URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Requested Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {506, "Variant Also Negotiates"},
    {511, "Network Authentication Required"},
};
const char* StatusText(int code) {
  for (const StatusRow& row : kStatuses) {
    if (row.code == code) return row.text;
  }
  return "Unknown Status Code";
}

constexpr std::pair<std::string_view, const char*> kTypes[] = {
    {"html", "text/html"},
    {"htm", "text/html"},
    {"js", "application/javascript"},
    {"mjs", "application/javascript"},
    {"css", "text/css"},
    {"gif", "image/gif"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"png", "image/png"},
    {"svg", "image/svg+xml"},
    {"txt", "text/plain"},
    {"webm", "video/webm"},
    {"ogv", "video/ogg"},
    {"ogg", "audio/ogg"},
    {"3gp", "video/3gpp"},
    {"apk", "application/vnd.android.package-archive"},
    {"avi", "video/x-msvideo"},
    {"bmp", "image/x-ms-bmp"},
    {"csv", "text/comma-separated-values"},
    {"doc", "application/msword"},
    {"docx", "application/msword"},
    {"flac", "audio/flac"},
    {"gz", "application/gzip"},
    {"gzip", "application/gzip"},
    {"ics", "text/calendar"},
    {"json", "application/json"},
    {"kml", "application/vnd.google-earth.kml+xml"},
    {"kmz", "application/vnd.google-earth.kmz"},
    {"m4a", "audio/mp4"},
    {"mov", "video/quicktime"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"mpeg", "video/mpeg"},
    {"mpg", "video/mpeg"},
    {"odp", "application/vnd.oasis.opendocument.presentation"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"oga", "audio/ogg"},
    {"pdf", "application/pdf"},
    {"pps", "application/pdf"},
    {"pptx", "application/vnd.ms-powerpoint"},
    {"qt", "video/quicktime"},
    {"swf", "application/x-shockwave-flash"},
    {"tar", "application/x-tar"},
    {"tgz", "application/x-tar"},
    {"wasm", "application/wasm"},
    {"wav", "audio/x-wav"},
    {"webp", "image/webp"},
    {"wmv", "video/x-ms-wmv"},
    {"xls", "application/vnd.ms-excel"},
    {"xlsx", "application/vnd.ms-excel"},
    {"xml", "application/xml"},
    {"xsl", "application/xml"},
    {"xsd", "application/xml"},
    {"zip", "application/x-zip-compressed"},
};
constexpr std::string_view kMethods[] = {
    "DELETE",   "GET",       "HEAD",   "POST",      "PUT",         "CONNECT",    "OPTIONS",
    "TRACE",    "PATCH",     "COPY",   "LOCK",      "MKCOL",       "MOVE",       "MKCALENDAR",
    "PROPFIND", "PROPPATCH", "SEARCH", "UNLOCK",    "REPORT",      "MKACTIVITY", "CHECKOUT",
    "MERGE",    "M-SEARCH",  "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE",
};

struct HttpRequest {
  std::string method, target, protocol = "HTTP/1.1";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string path, query;  // decoded; as sent
  bool has_query = false;
  std::string body;
  const std::string* Header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (EqualIgnoreCase(key, name)) return &value;
    }
    return nullptr;
  }
};

struct Found {
  std::string file;    // full name; empty: there is nothing
  std::string script;  // its path in the URL
  std::string info;    // what follows it
};

std::string g_root;
std::string g_host;
int g_port = 0;
HttpRequest g_request;
std::string g_peer, g_peer_port;

void Log(const std::string& text) {
  char when[64];
  time_t now = time(nullptr);
  tm parts;
  localtime_r(&now, &parts);
  strftime(when, sizeof when, "%a %b %e %H:%M:%S %Y", &parts);
  std::fprintf(stderr, "[%s] %s\n", when, text.c_str());
}
void LogAnswer(int code, const std::string& more) {
  Log(g_peer + ":" + g_peer_port + " [" + std::to_string(code) + "]: " + g_request.method + " " +
      g_request.target + more);
}

std::string Decode(std::string_view s) {
  std::string out;
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && std::isxdigit(static_cast<unsigned char>(s[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(s[i + 2]))) {
      out += static_cast<char>(std::strtol(std::string(s.substr(i + 1, 2)).c_str(), nullptr, 16));
      i += 2;
    } else {
      out += s[i];
    }
  }
  return out;
}

// Without "." and ".." and doubled slashes; ".." never leads out of the root.
std::string Normal(std::string_view path) {
  std::vector<std::string_view> parts;
  bool folder = path.ends_with('/');
  for (size_t i = 0; i < path.size();) {
    size_t end = std::min(path.find('/', i), path.size());
    std::string_view part = path.substr(i, end - i);
    i = end + 1;
    folder = end == path.size() - 1 || (i > path.size() && (part == "." || part == ".."));
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
      continue;
    }
    parts.push_back(part);
  }
  std::string out;
  for (std::string_view part : parts) out += "/" + std::string(part);
  return folder || out.empty() ? out + "/" : out;
}

bool Receive(int fd, std::string* data) {
  char bytes[1 << 16];
  for (;;) {
    ssize_t n = recv(fd, bytes, sizeof bytes, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    data->append(bytes, static_cast<size_t>(n));
    return true;
  }
}

// Reads a whole request; false: the client went away, or what came is none.
bool ReadRequest(int fd, HttpRequest* r) {
  std::string data;
  size_t end;
  size_t skip;
  for (;;) {
    // Bare line feeds do, too.
    size_t crlf = data.find("\r\n\r\n"), lf = data.find("\n\n");
    end = std::min(crlf, lf);
    skip = end == crlf ? 4 : 2;
    if (end != data.npos) break;
    if (data.size() > (1 << 20) || !Receive(fd, &data)) return false;
  }
  std::string head = data.substr(0, end);
  std::vector<std::string> lines;
  for (size_t i = 0; i <= head.size();) {
    size_t stop = std::min(head.find('\n', i), head.size());
    std::string line = head.substr(i, stop - i);
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(line);
    i = stop + 1;
  }
  size_t space = lines[0].find(' ');
  if (space == std::string::npos) return false;
  r->method = lines[0].substr(0, space);
  size_t last = lines[0].rfind(' ');
  r->target = lines[0].substr(space + 1, last > space ? last - space - 1 : std::string::npos);
  if (last > space) r->protocol = lines[0].substr(last + 1);
  std::string pending;  // a name without a colon belongs to what follows
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (!line.empty() && (line[0] == ' ' || line[0] == '\t') && !r->headers.empty()) {
      r->headers.back().second += line;
      continue;
    }
    size_t colon = line.find(':');
    if (colon == std::string::npos) {
      pending += line;
      continue;
    }
    std::string name = pending + line.substr(0, colon), value = line.substr(colon + 1);
    pending.clear();
    value.erase(0, value.find_first_not_of(" \t"));
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.pop_back();
    auto same = std::find_if(r->headers.begin(), r->headers.end(),
                             [&](const auto& h) { return EqualIgnoreCase(h.first, name); });
    if (same != r->headers.end()) {
      same->second += ", " + value;
    } else {
      r->headers.emplace_back(name, value);
    }
  }
  if (!pending.empty()) r->headers.emplace_back(pending, "");
  std::string_view target = r->target;
  target = target.substr(0, target.find('#'));
  size_t question = target.find('?');
  r->has_query = question != target.npos;
  if (r->has_query) r->query = target.substr(question + 1);
  target = target.substr(0, question);
  if (size_t scheme = target.find("://"); scheme != target.npos && target[0] != '/') {
    size_t slash = target.find('/', scheme + 3);
    target = slash == target.npos ? "/" : target.substr(slash);
  }
  r->path = Normal(Decode(target));
  const std::string* length = r->Header("Content-Length");
  size_t wanted = length ? std::strtoull(length->c_str(), nullptr, 10) : 0;
  r->body = data.substr(end + skip);
  while (r->body.size() < wanted && Receive(fd, &r->body)) {
  }
  r->body.resize(std::min(r->body.size(), wanted));
  return true;
}

bool IsFile(const std::string& path) {
  struct stat s;
  return stat(path.c_str(), &s) == 0 && S_ISREG(s.st_mode);
}

// The file of a path: itself, the index of a folder, or what stands in a path further up, unless the last
// part looks like a file.
Found Find(const std::string& path) {
  size_t slash = path.rfind('/');
  bool looks_like_file = path.find('.', slash) != std::string::npos;
  std::string at = path;
  for (bool first = true;; first = false) {
    struct stat s;
    std::string full = g_root + at;
    std::string info = first ? "" : path.substr(at.size());
    if (stat(full.c_str(), &s) == 0) {
      if (!S_ISDIR(s.st_mode)) {
        if (at.ends_with('/')) return {};
        return {full, at, info};
      }
      std::string folder = at.ends_with('/') ? at : at + "/";
      for (const char* index : {"index.php", "index.html"}) {
        if (!IsFile(g_root + folder + index)) continue;
        if (!first) info = path.substr(at == "/" ? 0 : at.size());
        return {g_root + folder + index, folder + index, info};
      }
    } else if (first && looks_like_file) {
      // /script.php/more is fine all the same.
      std::string parent = path.substr(0, slash);
      if (parent.find(".php") == std::string::npos) return {};
    }
    if (at == "/" || at.empty()) return {};
    while (at.size() > 1 && at.ends_with('/')) at.pop_back();
    at = at.substr(0, at.rfind('/'));
    if (at.empty()) at = "/";
  }
}

std::string Now() {
  char text[64];
  time_t now = time(nullptr);
  tm parts;
  gmtime_r(&now, &parts);
  strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}
// The lines that each answer has.
std::string CommonHeaders(bool dated) {
  std::string out;
  if (const std::string* host = g_request.Header("Host")) out += "Host: " + *host + "\r\n";
  if (dated) out += "Date: " + Now() + "\r\n";
  return out + "Connection: close\r\n";
}

void WriteAll(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
}

void SendHead() {
  // A script that ended badly, with nothing to say about it.
  if (g_response.code == 0 && g_vm.exit_status == 255 && !IniBool(IniGet("display_errors").text))
    g_response.code = 500;
  int code = g_response.code ? g_response.code : 200;
  std::string out = g_response.status_line.empty()
                        ? g_request.protocol + " " + std::to_string(code) + " " + StatusText(code)
                        : g_response.status_line;
  out += "\r\n";
  bool dated = true;
  for (const std::string& line : g_response.lines) dated &= !EqualIgnoreCase(line.substr(0, 5), "Date:");
  out += CommonHeaders(dated);
  for (const std::string& line : g_response.lines) out += line + "\r\n";
  if (g_response.default_type && code != 304) out += "Content-type: text/html; charset=UTF-8\r\n";
  WriteAll(out + "\r\n");
}

std::string Escape(std::string_view s) {
  std::string out;
  for (char c : s) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#039;"; break;
      default: out += c;
    }
  }
  return out;
}

void SendError(int code) {
  std::string title = std::to_string(code) + " " + StatusText(code);
  std::string text = code == 404 ? "The requested resource <code class=\"url\">" + Escape(g_request.target) +
                                       "</code> was not found on this server."
                                 : "Your browser sent a request that this server does not answer.";
  std::string page = "<!doctype html><html><head><title>" + title +
                     "</title><style>\nbody { font-family: sans-serif; }\n</style>\n</head><body><h1>" +
                     StatusText(code) + "</h1><p>" + text + "</p></body></html>";
  WriteAll("HTTP/1.1 " + title + "\r\n" + CommonHeaders(true) +
           "Content-Type: text/html; charset=UTF-8\r\nContent-Length: " + std::to_string(page.size()) +
           "\r\n\r\n" + (g_request.method == "HEAD" ? "" : page));
  LogAnswer(code, code == 404 ? " - No such file or directory" : "");
}

void SendFile(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat s;
  if (fd < 0 || fstat(fd, &s) != 0) return SendError(404);
  size_t dot = path.rfind('.'), slash = path.rfind('/');
  std::string type = "application/octet-stream";
  std::string_view suffix = dot != path.npos && dot > slash ? std::string_view(path).substr(dot + 1) : "";
  for (const auto& [name, text] : kTypes) {
    if (EqualIgnoreCase(name, suffix)) type = text;
  }
  if (type.starts_with("text/")) type += "; charset=UTF-8";
  WriteAll("HTTP/1.1 200 OK\r\n" + CommonHeaders(true) + "Content-Type: " + type +
           "\r\nContent-Length: " + std::to_string(s.st_size) + "\r\n\r\n");
  char bytes[1 << 16];
  ssize_t n;
  while (g_request.method != "HEAD" && (n = read(fd, bytes, sizeof bytes)) > 0)
    WriteAll(std::string_view(bytes, static_cast<size_t>(n)));
  close(fd);
  LogAnswer(200, "");
}

Value Text(std::string_view s) { return Value(NewString(s)); }

// Tells the classes in PHP what was asked for; they make $_SERVER and the rest.
void SetRequest(const Found& found) {
  Array* server = NewHash(16);
  SetStr(server, "DOCUMENT_ROOT", Text(g_root));
  SetStr(server, "REMOTE_ADDR", Text(g_peer));
  SetStr(server, "REMOTE_PORT", Text(g_peer_port));
  const Value* version = FindConstant("PHP_VERSION");
  SetStr(server, "SERVER_SOFTWARE",
         Text("PHP/" + std::string(version->str->view()) + " (Development Server)"));
  SetStr(server, "SERVER_PROTOCOL", Text(g_request.protocol));
  SetStr(server, "SERVER_NAME", Text(g_host));
  SetStr(server, "SERVER_PORT", Text(std::to_string(g_port)));
  SetStr(server, "REQUEST_URI", Text(g_request.target));
  SetStr(server, "REQUEST_METHOD", Text(g_request.method));
  std::string script = found.file.empty() ? g_request.path : found.script;
  SetStr(server, "SCRIPT_NAME", Text(script));
  if (!found.file.empty()) SetStr(server, "SCRIPT_FILENAME", Text(found.file));
  if (!found.info.empty()) SetStr(server, "PATH_INFO", Text(found.info));
  SetStr(server, "PHP_SELF", Text(script + found.info));
  if (g_request.has_query) SetStr(server, "QUERY_STRING", Text(g_request.query));
  Array* headers = NewArray();
  for (const auto& [name, value] : g_request.headers) {
    Array* one = NewArray();
    Append(one, Text(name));
    Append(one, Text(value));
    Append(headers, Value(one));
  }
  Array* all = NewHash(4);
  SetStr(all, "method", Text(g_request.method));
  SetStr(all, "headers", Value(headers));
  SetStr(all, "server", Value(server));
  SetVariable(g_vm.globals, Intern("request"), Value(all));
}

// ---- functions that only a web server has

void RequestHeaders(Args, Value* result) {
  Array* a = NewHash(8);
  for (const auto& [name, value] : g_request.headers) {
    String* key = NewString(name);
    Set(a, KeyFromString(key), Text(value));
    Release(key);
  }
  Return(result, a);
}
void ResponseHeaders(Args, Value* result) {
  Array* a = NewHash(8);
  for (const std::string& line : g_response.lines) {
    size_t colon = line.find(':');
    if (colon == line.npos) continue;
    size_t value = line.find_first_not_of(' ', colon + 1);
    String* key = NewString(line.substr(0, colon));
    Set(a, KeyFromString(key), Text(value == line.npos ? "" : line.substr(value)));
    Release(key);
  }
  Return(result, a);
}
constexpr BuiltinRow kRows[] = {
    {"apache_request_headers", "(): array", Effects::kReadsState, RequestHeaders},
    {"apache_response_headers", "(): array", Effects::kReadsState, ResponseHeaders},
    {"getallheaders", "(): array", Effects::kReadsState, RequestHeaders},
};
static_assert(SortedByName(kRows));
constexpr BuiltinTable kServerFunctions(kRows);

// ---- connections

// In a process of its own, with the connection as standard output.
void Answer(int fd, const CommandLine& line, const ServerHooks& hooks) {
  if (!ReadRequest(fd, &g_request)) return;
  dup2(fd, STDOUT_FILENO);
  close(fd);
  bool known = std::find(std::begin(kMethods), std::end(kMethods), g_request.method) != std::end(kMethods);
  if (!known) return SendError(501);
  Found found = Find(g_request.path);
  bool script = found.file.size() > 4 && EqualIgnoreCase(found.file.substr(found.file.size() - 4), ".php");
  if (line.file.empty() && !script) return found.file.empty() ? SendError(404) : SendFile(found.file);

  g_response.keeps = true;
  g_response.send = SendHead;
  g_response.body = g_request.body;
  if (const std::string* type = g_request.Header("Content-Type")) g_response.content_type = *type;
  g_response.lines.push_back("X-Powered-By: PHP/" + std::string(FindConstant("PHP_VERSION")->str->view()));
  SetRequest(found);
  hooks.run_code("\\tusk\\request\\Functions::begin($request); unset($GLOBALS['request']);");
  bool declined = line.file.empty();
  bool missing = false;
  if (!declined) {
    char resolved[PATH_MAX];
    std::string router = realpath(line.file.c_str(), resolved) ? resolved : line.file;
    missing = !hooks.run_file(router, &declined);
  }
  if (declined && script) {
    bool ignored = false;
    missing = !hooks.run_file(found.file, &ignored);
    declined = false;
  }
  if (declined || missing) {
    // What the router printed counts only for scripts.
    g_response.send = nullptr;
    g_response.begun = true;
    g_output.used = 0;
    return found.file.empty() || missing ? SendError(404) : SendFile(found.file);
  }
  AtEnd([](Vm*) { BeginResponse(); });
  Shutdown(&g_vm);
  hooks.run_code("\\tusk\\request\\Functions::end();");
  LogAnswer(g_response.code ? g_response.code : 200, "");
}

int Listen(const std::string& address, std::string* why) {
  size_t colon = address.rfind(':');
  if (colon == address.npos) {
    *why = "Invalid address: " + address;
    return -1;
  }
  g_host = address.substr(0, colon);
  std::string name = g_host, port = address.substr(colon + 1);
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  if (int rc = getaddrinfo(name.c_str(), port.c_str(), &hints, &found); rc != 0) {
    *why = "Failed to listen on " + address + " (reason: " + gai_strerror(rc) + ")";
    return -1;
  }
  int fd = -1;
  for (addrinfo* i = found; i && fd < 0; i = i->ai_next) {
    fd = socket(i->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (fd >= 0 && (bind(fd, i->ai_addr, i->ai_addrlen) != 0 || listen(fd, SOMAXCONN) != 0)) {
      *why = "Failed to listen on " + address + " (reason: " + std::strerror(errno) + ")";
      close(fd);
      fd = -1;
    }
  }
  freeaddrinfo(found);
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (fd >= 0 && getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) == 0) {
    g_port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                               : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
  }
  return fd;
}

}  // namespace

int RunServer(const CommandLine& line, const ServerHooks& hooks) {
  std::string why;
  int server = Listen(line.server, &why);
  if (server < 0) {
    Log(why);
    return 1;
  }
  char resolved[PATH_MAX];
  std::string root = line.document_root.empty() ? "." : line.document_root;
  struct stat s;
  if (!line.document_root.empty() && (stat(root.c_str(), &s) != 0 || !S_ISDIR(s.st_mode))) {
    std::fprintf(stderr, "Directory %s does not exist.\n", root.c_str());
    return 1;
  }
  g_root = realpath(root.c_str(), resolved) ? resolved : root;
  for (const char* name : {"STDIN", "STDOUT", "STDERR"}) HideConstant(name);
  AddExtension({"standard", &kServerFunctions});
  std::string version(FindConstant("PHP_VERSION")->str->view());
  Log("PHP " + version + " Development Server (http://" + g_host + ":" + std::to_string(g_port) +
      ") started");
  std::signal(SIGCHLD, SIG_IGN);  // nobody waits for the processes
  for (;;) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    int fd = accept4(server, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      return 1;
    }
    pid_t child = fork();
    if (child == 0) {
      close(server);
      std::signal(SIGCHLD, SIG_DFL);
      char host[NI_MAXHOST] = "", port[NI_MAXSERV] = "";
      getnameinfo(reinterpret_cast<sockaddr*>(&peer), size, host, sizeof host, port, sizeof port,
                  NI_NUMERICHOST | NI_NUMERICSERV);
      g_peer = host;
      g_peer_port = port;
      Answer(fd, line, hooks);
      FlushOutput();
      _exit(0);
    }
    close(fd);
  }
}

}  // namespace tusk
