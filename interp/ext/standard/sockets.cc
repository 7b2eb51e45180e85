// Streams over sockets: clients, servers and pairs of tcp, udp, unix and udg.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <string>

#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"

namespace tusk {
namespace {

// poll(2) for one descriptor that goes on for the rest of the time after a signal. `ms` below 0: for ever.
int Wait(pollfd* p, int ms) {
  FlushOutput();  // who is to answer may be waiting for it
  using Clock = std::chrono::steady_clock;
  Clock::time_point end = Clock::now() + std::chrono::milliseconds(ms);
  for (int left = ms;;) {
    int ready = poll(p, 1, left);
    if (ready >= 0 || errno != EINTR) return ready;
    if (ms < 0) continue;
    auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    left = static_cast<int>(std::max<int64_t>(rest, 0));
  }
}

class SocketStream : public Stream {
 public:
  SocketStream(int fd, const char* type) : fd_(fd), type_(type) {
    seekable = false;
    mode = "r+";
  }
  ~SocketStream() override { close(fd_); }
  int64_t RawRead(char* to, size_t n) override {
    timed_out = false;
    if (blocking && timeout_ms_ >= 0) {
      pollfd p{fd_, POLLIN, 0};
      if (Wait(&p, timeout_ms_) == 0) {
        timed_out = true;
        errno = EAGAIN;
        return -1;
      }
    }
    if (blocking) FlushOutput();
    int64_t got;
    do got = recv(fd_, to, n, 0);
    while (got < 0 && errno == EINTR);
    if (got == 0 || (got < 0 && errno != EAGAIN)) end_ = true;
    return got;
  }
  bool TellsEnd() const override { return true; }
  bool RawEnd() override { return end_; }
  int64_t RawWrite(std::string_view bytes) override {
    int64_t done = 0;
    while (!bytes.empty()) {
      int64_t n = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return done || errno == EAGAIN ? done : -1;
      done += n;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return done;
  }
  int SetOption(int option, int64_t a, int64_t b) override {
    constexpr int kBlocking = 1, kTimeout = 4;
    if (option == kBlocking) {
      blocking = a != 0;
      int flags = fcntl(fd_, F_GETFL);
      return fcntl(fd_, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
    }
    if (option != kTimeout) return -1;
    timeout_ms_ = static_cast<int>(a * 1000 + b / 1000);
    return 0;
  }
  int fd() const override { return fd_; }
  const char* type() const override { return type_; }
  const char* wrapper() const override { return ""; }

 private:
  int fd_;
  const char* type_;
  bool end_ = false;
  int timeout_ms_ = -1;
};

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  int family = AF_UNSPEC, kind = SOCK_STREAM;
  const char* type = "tcp_socket";
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

// Reads "tcp://host:port", "unix:///path" ...; false: *error says why.
bool ReadAddress(std::string_view url, bool listens, Address* a, std::string* error) {
  std::string_view scheme = "tcp";
  if (size_t at = url.find("://"); at != url.npos) {
    scheme = url.substr(0, at);
    url.remove_prefix(at + 3);
  }
  if (scheme == "unix" || scheme == "udg") {
    auto* u = reinterpret_cast<sockaddr_un*>(&a->storage);
    a->family = u->sun_family = AF_UNIX;
    a->kind = scheme == "udg" ? SOCK_DGRAM : SOCK_STREAM;
    a->type = scheme == "udg" ? "udg_socket" : "unix_socket";
    size_t n = std::min(url.size(), sizeof u->sun_path - 1);
    std::memcpy(u->sun_path, url.data(), n);
    a->size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + n + 1);
    return true;
  }
  if (scheme != "tcp" && scheme != "udp") {
    *error = absl::StrFormat(
        "Unable to find the socket transport \"%s\" - did you forget to enable it when you configured PHP?",
        scheme);
    return false;
  }
  if (size_t slash = url.find('/'); slash != url.npos) url = url.substr(0, slash);
  size_t colon = url.rfind(':');
  if (colon == url.npos || colon + 1 == url.size()) {
    *error = absl::StrFormat("Failed to parse address \"%s\"", url);
    return false;
  }
  std::string host(url.substr(0, colon)), port(url.substr(colon + 1));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = a->kind = scheme == "udp" ? SOCK_DGRAM : SOCK_STREAM;
  if (listens) hints.ai_flags = AI_PASSIVE;
  a->type = scheme == "udp" ? "udp_socket" : "tcp_socket";
  if (int rc = getaddrinfo(host.c_str(), port.c_str(), &hints, &found); rc != 0) {
    *error =
        absl::StrFormat("php_network_getaddresses: getaddrinfo for %s failed: %s", host, gai_strerror(rc));
    return false;
  }
  std::memcpy(&a->storage, found->ai_addr, found->ai_addrlen);
  a->size = found->ai_addrlen;
  a->family = found->ai_family;
  freeaddrinfo(found);
  return true;
}

bool CheckTimeout(uint32_t argument, double seconds) {
  if (std::isfinite(seconds)) return true;
  ArgumentValueError(argument, "must be a finite value");
  return false;
}
// For poll(): negative waits for ever.
int Milliseconds(double seconds) {
  return seconds < 0 ? -1 : static_cast<int>(std::min(seconds * 1000, 2147483647.0));
}

// connect() within a time (seconds; <0: no limit); 0 or an error number.
int Connect(int fd, Address& a, double seconds) {
  int flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  int error = connect(fd, a.get(), a.size) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    pollfd p{fd, POLLOUT, 0};
    int n = Wait(&p, Milliseconds(seconds));
    socklen_t size = sizeof error;
    if (n <= 0) {
      error = n == 0 ? ETIMEDOUT : errno;
    } else {
      getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  fcntl(fd, F_SETFL, flags);
  return error;
}

void Report(Args args, uint32_t number, int code, const std::string& why) {
  if (args.Has(number)) AssignArgument(args, number, Value(int64_t{code}));
  if (args.Has(number + 1)) AssignArgument(args, number + 1, Value(NewString(why)));
}
// A connected descriptor, or <0: *code and *why say why.
int OpenConnection(const std::string& url, double seconds, Address* a, int* code, std::string* why) {
  if (!ReadAddress(url, false, a, why)) return -1;
  int fd = socket(a->family, a->kind | SOCK_CLOEXEC, 0);
  *code = fd < 0 ? errno : Connect(fd, *a, seconds);
  if (*code == 0) return fd;
  *why = std::strerror(*code);
  if (fd >= 0) close(fd);
  return -1;
}
void Open(Args args, uint32_t number, const std::string& url, double seconds, const char* what,
          Value* result) {
  Address a;
  std::string why;
  int code = 0;
  int fd = OpenConnection(url, seconds, &a, &code, &why);
  if (why.starts_with("php_network")) {
    FunctionWarning("%s", why);
    if (HasException()) return;
  }
  Report(args, number, code, why);
  if (!why.empty()) {
    FunctionWarning("Unable to connect to %s (%s)", what, why);
    return HasException() ? void() : Return(result, false);
  }
  auto stream = std::make_unique<SocketStream>(fd, a.type);
  stream->uri = url;
  *result = Value(NewStreamResource(std::move(stream)));
}
void StreamSocketClient(Args args, Value* result) {
  double seconds = args.IsNull(3) ? DefaultSocketTimeout() : args[3].d;
  if (!CheckTimeout(4, seconds)) return;
  Open(args, 1, std::string(args.View(0)), seconds, args.Str(0)->data, result);
}
void Fsockopen(Args args, Value* result) {
  std::string url(args.View(0));
  int64_t port = args.Int(1, -1);
  if (port > 0) url += ":" + std::to_string(port);
  double seconds = args.IsNull(4) ? DefaultSocketTimeout() : args[4].d;
  if (!CheckTimeout(5, seconds)) return;
  std::string what = std::string(args.View(0)) + ":" + std::to_string(port);
  Open(args, 2, url, seconds, what.c_str(), result);
}
void StreamSocketServer(Args args, Value* result) {
  Address a;
  std::string why;
  int code = 0, fd = -1;
  int64_t flags = args.Int(3, 12);
  if (ReadAddress(args.View(0), true, &a, &why)) {
    fd = socket(a.family, a.kind | SOCK_CLOEXEC, 0);
    int yes = 1;
    if (a.family != AF_UNIX) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (fd < 0 || bind(fd, a.get(), a.size) != 0 ||
        (a.kind == SOCK_STREAM && (flags & 8) && listen(fd, 32) != 0)) {
      code = errno;
      why = std::strerror(code);
    }
  }
  Report(args, 1, code, why);
  if (why.empty()) {
    auto stream = std::make_unique<SocketStream>(fd, a.type);
    stream->uri = args.View(0);
    *result = Value(NewStreamResource(std::move(stream)));
    return;
  }
  if (fd >= 0) close(fd);
  FunctionWarning("Unable to connect to %s (%s)", args.View(0), why);
  if (!HasException()) Return(result, false);
}

std::string NameOf(sockaddr_storage* s, socklen_t size) {
  if (s->ss_family == AF_UNIX) {
    auto* u = reinterpret_cast<sockaddr_un*>(s);
    size_t n = size > offsetof(sockaddr_un, sun_path) ? size - offsetof(sockaddr_un, sun_path) : 0;
    return std::string(u->sun_path, strnlen(u->sun_path, n));
  }
  char text[INET6_ADDRSTRLEN] = "";
  if (s->ss_family == AF_INET6) {
    auto* v6 = reinterpret_cast<sockaddr_in6*>(s);
    inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
    return absl::StrFormat("[%s]:%d", text, ntohs(v6->sin6_port));
  }
  auto* v4 = reinterpret_cast<sockaddr_in*>(s);
  inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
  return absl::StrFormat("%s:%d", text, ntohs(v4->sin_port));
}

void StreamSocketAccept(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  double seconds = args.IsNull(1) ? DefaultSocketTimeout() : args[1].d;
  if (!CheckTimeout(2, seconds)) return;
  pollfd p{s->fd(), POLLIN, 0};
  int ready = Wait(&p, Milliseconds(seconds));
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  int fd = ready > 0 ? accept4(s->fd(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_CLOEXEC) : -1;
  if (fd < 0) {
    FunctionWarning("Accept failed: %s", std::strerror(ready == 0 ? ETIMEDOUT : errno));
    return HasException() ? void() : Return(result, false);
  }
  if (args.Has(2)) AssignArgument(args, 2, Value(NewString(NameOf(&peer, size))));
  *result = Value(NewStreamResource(std::make_unique<SocketStream>(fd, s->type())));
}
void StreamSocketGetName(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  auto ask = args.Bool(1) ? getpeername : getsockname;
  if (s->fd() < 0 || ask(s->fd(), reinterpret_cast<sockaddr*>(&name), &size) != 0)
    return Return(result, false);
  Return(result, std::string_view(NameOf(&name, size)));
}
void StreamSocketPair(Args args, Value* result) {
  int fds[2];
  if (socketpair(static_cast<int>(args[0].i), static_cast<int>(args[1].i) | SOCK_CLOEXEC,
                 static_cast<int>(args[2].i), fds) != 0) {
    FunctionWarning("Failed to create sockets: [%d]: %s", errno, std::strerror(errno));
    return Return(result, false);
  }
  Array* a = NewArray(2);
  for (int fd : fds)
    Append(a, Value(NewStreamResource(std::make_unique<SocketStream>(fd, "generic_socket"))));
  Return(result, a);
}
void StreamSocketShutdown(Args args, Value* result) {
  if (args[1].i < 0 || args[1].i > 2)
    return ArgumentValueError(2, "must be one of STREAM_SHUT_RD, STREAM_SHUT_WR, or STREAM_SHUT_RDWR");
  Stream* s = StreamArgument(args, 0);
  if (s) Return(result, s->fd() >= 0 && shutdown(s->fd(), static_cast<int>(args[1].i)) == 0);
}
void StreamSocketRecvfrom(Args args, Value* result) {
  if (args[1].i <= 0) return ArgumentValueError(2, "must be greater than 0");
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  constexpr int64_t kOutOfBand = 1;
  int flags = (args.Int(2, 0) & 2 ? MSG_PEEK : 0) | (args.Int(2, 0) & kOutOfBand ? MSG_OOB : 0);
  std::string bytes(static_cast<size_t>(args[1].i), '\0');
  sockaddr_storage from{};
  socklen_t size = sizeof from;
  int64_t n = recvfrom(s->fd(), bytes.data(), bytes.size(), flags, reinterpret_cast<sockaddr*>(&from), &size);
  if (n < 0) return Return(result, false);
  if (args.Has(3)) AssignArgument(args, 3, size ? Value(NewString(NameOf(&from, size))) : Value::Null());
  Return(result, std::string_view(bytes).substr(0, static_cast<size_t>(n)));
}
void StreamSocketSendto(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  Address a;
  std::string why;
  bool addressed = args.Has(3) && !args.View(3).empty();
  if (addressed) {
    bool local = std::string_view(s->type()) == "udg_socket" || std::string_view(s->type()) == "unix_socket";
    std::string url = std::string(local ? "udg://" : "udp://") + std::string(args.View(3));
    if (!ReadAddress(url, false, &a, &why)) {
      FunctionWarning("Failed to parse `%s' into a valid network address", args.View(3));
      return Return(result, false);
    }
  }
  int64_t n = sendto(s->fd(), args.View(1).data(), args.View(1).size(),
                     MSG_NOSIGNAL | (args.Int(2, 0) & 1 ? MSG_OOB : 0), addressed ? a.get() : nullptr,
                     addressed ? a.size : 0);
  if (n < 0) {
    FunctionWarning("%s\n", std::strerror(errno));
    return Return(result, int64_t{-1});
  }
  Return(result, n);
}
void StreamGetTransports(Args, Value* result) {
  Array* a = NewArray();
  for (const char* name : {"tcp", "udp", "unix", "udg"}) Append(a, Value(Intern(name)));
  Return(result, a);
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kWritesArgs;
constexpr char kOpen[] =
    "(string $hostname, int $port = -1, &$error_code = null, &$error_message = null, ?float $timeout = null)";
constexpr BuiltinRow kRows[] = {
    {"fsockopen", kOpen, kIo, Fsockopen},
    {"pfsockopen", kOpen, kIo, Fsockopen},
    {"stream_get_transports", "(): array", kIo, StreamGetTransports},
    {"stream_socket_accept", "($socket, ?float $timeout = null, &$peer_name = null)", kIo,
     StreamSocketAccept},
    {"stream_socket_client",
     "(string $address, &$error_code = null, &$error_message = null, ?float $timeout = null, int $flags = "
     "STREAM_CLIENT_CONNECT, $context = null)",
     kIo, StreamSocketClient},
    {"stream_socket_get_name", "($socket, bool $remote): string|false", kIo, StreamSocketGetName},
    {"stream_socket_pair", "(int $domain, int $type, int $protocol): array|false", kIo, StreamSocketPair},
    {"stream_socket_recvfrom", "($socket, int $length, int $flags = 0, &$address = null): string|false", kIo,
     StreamSocketRecvfrom},
    {"stream_socket_sendto", "($socket, string $data, int $flags = 0, string $address = \"\"): int|false",
     kIo, StreamSocketSendto},
    {"stream_socket_server",
     "(string $address, &$error_code = null, &$error_message = null, int $flags = STREAM_SERVER_BIND | "
     "STREAM_SERVER_LISTEN, $context = null)",
     kIo, StreamSocketServer},
    {"stream_socket_shutdown", "($stream, int $mode): bool", kIo, StreamSocketShutdown},
};
static_assert(SortedByName(kRows));

}  // namespace

double DefaultSocketTimeout() {
  std::string text(IniGet("default_socket_timeout").text);
  return text.empty() ? 60 : std::atof(text.c_str());
}

std::unique_ptr<Stream> ConnectSocket(const std::string& url, double seconds, std::string* why) {
  Address a;
  int code = 0;
  int fd = OpenConnection(url, seconds, &a, &code, why);
  if (fd < 0) return nullptr;
  return std::make_unique<SocketStream>(fd, a.type);
}

constinit const BuiltinTable kSocketStreamFunctions(kRows);

}  // namespace tusk
