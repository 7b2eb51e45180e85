// http:// as a stream: the request is sent when it is opened, redirections are followed, the body is read.
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"
#include "interp/vm/symbols.h"

namespace tusk {
namespace {

constexpr size_t kLongestLine = 8192;

// What the last response of this process began with, for http_get_last_response_headers().
constinit Array* g_last_headers = nullptr;

std::string Lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return out;
}
std::string_view Trim(std::string_view s) {
  while (!s.empty() && static_cast<unsigned char>(s.front()) <= ' ') s.remove_prefix(1);
  while (!s.empty() && static_cast<unsigned char>(s.back()) <= ' ') s.remove_suffix(1);
  return s;
}
bool HasControl(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char c) {
    auto u = static_cast<unsigned char>(c);
    return u < 32 || u == 127;
  });
}

struct Url {
  std::string scheme, user, password, host, port, path, query;
  bool has_user = false, has_query = false;
  std::string Authority() const { return port.empty() || port == "80" ? host : host + ":" + port; }
  std::string Target() const { return (path.empty() ? "/" : path) + (has_query ? "?" + query : ""); }
};

std::string Decode(std::string_view s) {
  std::string out;
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() + 0 && std::isxdigit(static_cast<unsigned char>(s[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(s[i + 2]))) {
      out += static_cast<char>(std::strtol(std::string(s.substr(i + 1, 2)).c_str(), nullptr, 16));
      i += 2;
    } else {
      out += s[i];
    }
  }
  return out;
}

bool ParseUrl(std::string_view text, Url* u) {
  size_t at = text.find("://");
  if (at == text.npos) return false;
  u->scheme = Lower(text.substr(0, at));
  text.remove_prefix(at + 3);
  text = text.substr(0, text.find('#'));
  size_t end = text.find_first_of("/?");
  std::string_view authority = text.substr(0, end), rest = end == text.npos ? "" : text.substr(end);
  if (size_t sign = authority.rfind('@'); sign != authority.npos) {
    std::string_view login = authority.substr(0, sign);
    size_t colon = login.find(':');
    u->user = Decode(login.substr(0, colon));
    u->password = colon == login.npos ? "" : Decode(login.substr(colon + 1));
    u->has_user = true;
    authority.remove_prefix(sign + 1);
  }
  if (size_t colon = authority.rfind(':');
      colon != authority.npos && authority.find(']', colon) == authority.npos) {
    u->port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
    if (std::atoi(u->port.c_str()) > 65535 || u->port.find_first_not_of("0123456789") != u->port.npos)
      return false;
  }
  u->host = authority;
  size_t question = rest.find('?');
  u->path = rest.substr(0, question);
  u->has_query = question != rest.npos;
  if (u->has_query) u->query = rest.substr(question + 1);
  return !u->host.empty();
}

// Takes the lines that begin with `name` (lowercase, with its colon) out of a header text.
void StripHeader(std::string* headers, std::string_view name) {
  std::string out;
  for (size_t i = 0; i < headers->size();) {
    size_t end = headers->find('\n', i);
    end = end == std::string::npos ? headers->size() : end + 1;
    if (!Lower(std::string_view(*headers).substr(i, name.size())).starts_with(name)) {
      out.append(*headers, i, end - i);
    }
    i = end;
  }
  *headers = Trim(out);
}

// The headers of a context: a text, or a list of lines.
std::string UserHeaders(const Value& option) {
  std::string out;
  if (option.IsArray()) {
    for (uint32_t p = First(option.arr); p != kEnd; p = Next(option.arr, p)) {
      const Value v = Deref(ValueAt(option.arr, p));
      if (v.IsString()) out += std::string(v.str->view()) + "\r\n";
    }
  } else if (option.IsString()) {
    out = option.str->view();
  }
  return std::string(Trim(out));
}
bool HasHeader(const std::string& lower, std::string_view name) {
  size_t at = lower.find(name);
  for (; at != std::string::npos; at = lower.find(name, at + 1)) {
    if (at == 0 || lower[at - 1] == '\n' || lower[at - 1] == '\r') return true;
  }
  return false;
}

std::string Base64(std::string_view s) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < s.size(); i += 3) {
    uint32_t n = 0;
    for (size_t k = 0; k < 3; ++k) n = n << 8 | (i + k < s.size() ? static_cast<unsigned char>(s[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k) out += i + k > s.size() ? '=' : kDigits[n >> (18 - 6 * k) & 63];
  }
  return out;
}

class HttpStream : public Stream {
 public:
  HttpStream(std::unique_ptr<Stream> socket, Array* headers) : socket_(std::move(socket)), headers_(headers) {
    seekable = false;
    writable = false;
  }
  ~HttpStream() override { Release(Value(headers_)); }
  int64_t RawRead(char* to, size_t n) override {
    std::string bytes = socket_->Read(n);
    timed_out = socket_->timed_out;
    if (bytes.empty() && timed_out) {
      errno = EAGAIN;
      return -1;
    }
    std::memcpy(to, bytes.data(), bytes.size());
    return static_cast<int64_t>(bytes.size());
  }
  int64_t RawWrite(std::string_view) override { return -1; }
  bool TakesWrites() const override { return false; }
  bool TellsEnd() const override { return true; }
  bool RawEnd() override { return socket_->eof(); }
  int SetOption(int option, int64_t a, int64_t b) override {
    int done = socket_->SetOption(option, a, b);
    blocking = socket_->blocking;
    return done;
  }
  int fd() const override { return socket_->fd(); }
  const char* type() const override { return socket_->type(); }
  const char* wrapper() const override { return "http"; }
  Value WrapperData() const override { return Copy(Value(headers_)); }

 private:
  std::unique_ptr<Stream> socket_;
  Array* headers_;
};

// One opening: the requests up to the last redirection share the list of header lines.
class Request {
 public:
  Request(const OpenOptions& options, std::string_view mode, std::string* error)
      : context_(options.context), mode_(mode), error_(error), headers_(NewArray()) {}
  ~Request() { Release(Value(headers_)); }

  std::unique_ptr<Stream> Open(std::string url) {
    if (mode_.find_first_of("awx+") != std::string_view::npos) {
      return Fail("HTTP wrapper does not support writeable connections");
    }
    Value option = Option("max_redirects");
    int64_t left = option.IsUndef() ? 20 : ToInt(option);
    method_ = "GET";
    if (Value v = Option("method"); v.IsString() && v.str->length) method_ = v.str->view();
    for (bool first = true;; first = false) {
      std::string next;
      std::unique_ptr<Stream> stream = Try(url, first, &next);
      if (stream || next.empty()) return stream;
      if (--left <= 0) return Fail("Redirection limit reached, aborting");
      url = next;
    }
  }
  Array* headers() const { return headers_; }

 private:
  Value Option(std::string_view name) const {
    return context_ ? Deref(ContextOption(context_, "http", name)) : Value();
  }
  std::unique_ptr<Stream> Fail(std::string why) {
    *error_ = std::move(why);
    return nullptr;
  }

  // Sends one request. Null: *error_ is set, or *next is where to go on.
  std::unique_ptr<Stream> Try(const std::string& text, bool first, std::string* next) {
    Url url;
    if (!ParseUrl(text, &url)) return Fail("Unable to parse URL");
    if (HasControl(url.Target()))
      return Fail("HTTP wrapper full URI path does not allow CR or LF characters");
    double seconds = DefaultSocketTimeout();
    if (Value v = Option("timeout"); !v.IsUndef()) {
      seconds = ToFloat(v);
      if (seconds > 9223372036854.0) return Fail("timeout must be lower than 9223372036854");
    }
    std::string why, server = "tcp://" + url.host + ":" + (url.port.empty() ? "80" : url.port);
    Value proxy = Option("proxy");
    bool full = proxy.IsString() && ToBool(Option("request_fulluri"));
    if (proxy.IsString()) server = proxy.str->view();
    std::unique_ptr<Stream> socket = ConnectSocket(server, seconds, &why);
    if (!socket) return Fail(why);
    if (Value v = Option("timeout"); !v.IsUndef()) {
      auto whole = static_cast<int64_t>(seconds);
      socket->SetOption(4, whole, static_cast<int64_t>((seconds - static_cast<double>(whole)) * 1e6));
    } else {
      socket->SetOption(4, static_cast<int64_t>(seconds), 0);
    }
    std::string request;
    if (!Compose(url, full ? text : url.Target(), first, &request)) return nullptr;
    socket->Write(request);
    return Receive(std::move(socket), url, next);
  }

  bool Compose(const Url& url, const std::string& target, bool first, std::string* out) {
    Value version = Option("protocol_version");
    char number[16];
    std::snprintf(number, sizeof number, "%.1f", version.IsUndef() ? 1.1 : ToFloat(version));
    *out = method_ + " " + target + " HTTP/" + number + "\r\n";
    std::string user = UserHeaders(Option("header"));
    bool sends = first || keep_body_;
    if (!sends) {
      StripHeader(&user, "content-length:");
      StripHeader(&user, "content-type:");
    }
    if (!first && !same_origin_) {
      StripHeader(&user, "host:");
      StripHeader(&user, "authorization:");
      StripHeader(&user, "cookie:");
    }
    std::string lower = Lower(user);
    if (url.has_user && !HasHeader(lower, "authorization:"))
      *out += "Authorization: Basic " + Base64(url.user + ":" + url.password) + "\r\n";
    if (std::string_view from = IniGet("from").text; !from.empty() && !HasHeader(lower, "from:"))
      *out += "From: " + std::string(from) + "\r\n";
    if (!HasHeader(lower, "host:")) *out += "Host: " + url.Authority() + "\r\n";
    if (!HasHeader(lower, "connection:")) *out += "Connection: close\r\n";
    Value agent = Option("user_agent");
    std::string agent_text =
        agent.IsString() ? std::string(agent.str->view()) : std::string(IniGet("user_agent").text);
    if (!agent_text.empty() && !HasHeader(lower, "user-agent:")) *out += "User-Agent: " + agent_text + "\r\n";
    Value content = Option("content");
    std::string body = sends && content.IsString() ? std::string(content.str->view()) : "";
    if (!body.empty() && !HasHeader(lower, "content-length:"))
      *out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    if (!user.empty()) *out += user + "\r\n";
    if (!body.empty() && !HasHeader(lower, "content-type:")) {
      *out += "Content-Type: application/x-www-form-urlencoded\r\n";
      RaiseFunctionMessage(ErrorLevel::kNotice,
                           "Content-type not specified assuming application/x-www-form-urlencoded");
      if (HasException()) return false;
    }
    *out += "\r\n" + body;
    return true;
  }

  // A line without its end; false at the end of the data.
  static bool ReadHeaderLine(Stream* s, std::string* line) {
    if (!s->ReadLine(line)) return false;
    while (!line->empty() && (line->back() == '\n' || line->back() == '\r')) line->pop_back();
    return true;
  }

  std::unique_ptr<Stream> Receive(std::unique_ptr<Stream> socket, const Url& url, std::string* next) {
    std::string status;
    int code = 0;
    for (;;) {  // 1xx answers are only told
      if (!socket->ReadLine(&status)) return Fail("HTTP request failed!");
      code = status.size() > 9 ? std::atoi(status.c_str() + 9) : 0;
      if (code < 100 || code >= 200 || code == 101) break;
      for (std::string line; ReadHeaderLine(socket.get(), &line) && !line.empty();) {
      }
    }
    Append(headers_, Value(NewString(Trim(status))));
    bool ok = (code >= 200 && code < 400) || code == 101 || ToBool(Option("ignore_errors"));
    std::string location;
    bool chunked = false;
    bool follow = true;
    std::string line;
    while (ReadHeaderLine(socket.get(), &line)) {
      if (line.empty()) break;
      if (line.size() >= kLongestLine) return Fail("HTTP header line too long");
      // Folded lines belong to the one before.
      std::string_view text = line;
      while (text.size() > 1 && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
      if (text[0] == ' ' || text[0] == '\t') {
        if (headers_->count <= 1) return Fail("HTTP invalid response format (folding header at the start)!");
        Value* last = Find(headers_, ArrayKey::Int(static_cast<int64_t>(headers_->count) - 1));
        std::string joined = std::string(last->str->view()) + std::string(text);
        Release(*last);
        *last = Value(NewString(joined));
        continue;
      }
      size_t colon = text.find(':');
      if (colon == text.npos) return Fail("HTTP invalid response format (no colon in header line)!");
      if (text.substr(0, colon).find_first_of(" \t") != text.npos)
        return Fail("HTTP invalid response format (space in header name)!");
      std::string name = Lower(text.substr(0, colon));
      std::string_view value = Trim(text.substr(colon + 1));
      if (name == "location") {
        Value wanted = Option("follow_location");
        follow =
            wanted.IsUndef() ? (code >= 300 && code < 304) || code == 307 || code == 308 : ToBool(wanted);
        location = value;
      } else if (name == "transfer-encoding" && EqualIgnoreCase(value, "chunked")) {
        Value decode = Option("auto_decode");
        chunked = decode.IsUndef() || ToBool(decode);
      }
      if (!(chunked && name == "transfer-encoding")) Append(headers_, Value(NewString(text)));
    }
    if (!location.empty() && follow) {
      *next = Resolve(url, location);
      if (HasControl(*next)) {
        *next = "";
        return Fail("Invalid redirect URL! " + location);
      }
      keep_body_ = code == 307 || code == 308;
      if (!keep_body_ && method_ != "HEAD") method_ = "GET";
      Url target;
      same_origin_ = ParseUrl(*next, &target) && target.host == url.host && target.port == url.port &&
                     target.scheme == url.scheme;
      return nullptr;
    }
    if (!ok) return Fail("HTTP request failed! " + status);
    Retain(headers_);
    auto stream = std::make_unique<HttpStream>(std::move(socket), headers_);
    if (chunked) {
      bool said = false;
      stream->AddFilter(MakeFilter("dechunk", Value(), &said), true, false);
    }
    return stream;
  }

  static std::string Resolve(const Url& from, const std::string& to) {
    size_t scheme = to.find("://");
    if (scheme != std::string::npos && to.find_first_of("/?#") > scheme) return to;
    if (to.starts_with("//")) return from.scheme + ":" + to;
    std::string path = to;
    if (to.empty() || to[0] != '/') {
      size_t slash = from.path.rfind('/');
      path = (slash == std::string::npos ? "/" : from.path.substr(0, slash + 1)) + to;
    }
    return from.scheme + "://" + from.Authority() + path;
  }

  Resource* context_;
  std::string_view mode_;
  std::string* error_;
  Array* headers_;
  std::string method_;
  bool keep_body_ = false;
  bool same_origin_ = true;
};

void LastResponseHeaders(Args, Value* result) {
  if (g_last_headers) *result = Copy(Value(g_last_headers));
}
void ClearLastResponseHeaders(Args, Value*) {
  if (g_last_headers) Release(Value(g_last_headers));
  g_last_headers = nullptr;
}

// The header lines of an answer; `associative`: by name, the status lines under numbers.
void GetHeaders(Args args, Value* result) {
  OpenOptions options;
  if (!ContextFromArgument(args, 2, &options.context)) return;
  std::unique_ptr<Stream> stream = OpenStreamOrWarn(args.View(0), "r", options);
  Value lines = stream ? stream->WrapperData() : Value();
  if (!lines.IsArray()) return HasException() ? void() : Return(result, false);
  if (!args.Bool(1)) {
    *result = lines;
    return;
  }
  Array* a = NewHash(8);
  for (uint32_t p = First(lines.arr); p != kEnd; p = Next(lines.arr, p)) {
    const Value line = Deref(ValueAt(lines.arr, p));
    std::string_view text = line.str->view();
    size_t colon = text.find(':');
    if (colon == text.npos) {
      Append(a, Copy(line));
      continue;
    }
    String* name = NewString(text.substr(0, colon));
    Value value(NewString(Trim(text.substr(colon + 1))));
    Value* place = FindOrInsert(a, KeyFromString(name));
    Release(name);
    if (place->IsArray()) {
      Append(place->arr, value);
    } else if (place->IsString()) {
      Array* all = NewArray();
      Append(all, *place);
      Append(all, value);
      *place = Value(all);
    } else {
      *place = value;
    }
  }
  Release(lines);
  Return(result, a);
}

constexpr uint16_t kState = Effects::kReadsState | Effects::kWritesState;
constexpr uint16_t kIo = kState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"get_headers", "(string $url, bool $associative = false, $context = null): array|false", kIo,
     WithoutNul<GetHeaders, 0>},
    {"http_clear_last_response_headers", "(): void", kState, ClearLastResponseHeaders},
    {"http_get_last_response_headers", "(): ?array", kState, LastResponseHeaders},
};
static_assert(SortedByName(kRows));

}  // namespace

std::unique_ptr<Stream> OpenHttp(std::string_view url, std::string_view mode, std::string* error,
                                 const OpenOptions& options) {
  OpenOptions with = options;
  if (!with.context) with.context = DefaultStreamContext();
  Request request(with, mode, error);
  if (g_last_headers) Release(Value(g_last_headers));
  g_last_headers = nullptr;
  std::unique_ptr<Stream> stream = request.Open(std::string(url));
  if (request.headers()->count == 0) return stream;
  Retain(request.headers());
  g_last_headers = request.headers();
  // Only code that names the variable has a place for it.
  static String* const kName = Intern("http_response_header");
  Frame* user = g_vm.frame;
  while (user && user->func->kind != FunctionKind::kUser) user = user->prev;
  if (user && (user->func->flags & FunctionFlags::kDynamicVariables)) {
    if (Array* symbols = SymbolTable(&g_vm, user)) {
      SetVariable(symbols, kName, Copy(Value(request.headers())));
    }
  }
  return stream;
}

constinit const BuiltinTable kHttpFunctions(kRows);

}  // namespace tusk
