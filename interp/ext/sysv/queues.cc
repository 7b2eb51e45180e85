// System V message queues (sysvmsg) and semaphores (sysvsem).
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "interp/ext/library_tables.h"
#include "interp/ext/standard/serialize.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

// --- queues

struct Queue {
  int64_t key;
  int id;
};
constexpr ObjectHandlers kQueueHandlers = {};
constexpr int64_t kNoWait = 1, kNoError = 2, kExcept = 4;  // MSG_* of PHP

void GetQueue(Args args, Value* result) {
  auto key = static_cast<key_t>(args[0].i);
  auto mode = static_cast<int>(args.Int(1, 0666));
  int id = msgget(key, 0);
  if (id < 0) id = msgget(key, IPC_CREAT | IPC_EXCL | mode);
  if (id < 0) {
    FunctionWarning("Failed for key 0x%x: %s", static_cast<uint64_t>(args[0].i), strerror(errno));
    return Return(result, false);
  }
  Object* o = NewObject(FindClass("SysvMessageQueue", false));
  *o->native<Queue>() = {args[0].i, id};
  *result = Value(o);
}
void QueueExists(Args args, Value* result) { Return(result, msgget(static_cast<key_t>(args[0].i), 0) >= 0); }
void RemoveQueue(Args args, Value* result) {
  Return(result, msgctl(args[0].obj->native<Queue>()->id, IPC_RMID, nullptr) == 0);
}
void StatQueue(Args args, Value* result) {
  struct msqid_ds stat;
  if (msgctl(args[0].obj->native<Queue>()->id, IPC_STAT, &stat) != 0) return Return(result, false);
  Array* a = NewArray();
  auto set = [&](const char* name, auto v) { SetStr(a, name, Value(static_cast<int64_t>(v))); };
  set("msg_perm.uid", stat.msg_perm.uid);
  set("msg_perm.gid", stat.msg_perm.gid);
  set("msg_perm.mode", stat.msg_perm.mode);
  set("msg_stime", stat.msg_stime);
  set("msg_rtime", stat.msg_rtime);
  set("msg_ctime", stat.msg_ctime);
  set("msg_qnum", stat.msg_qnum);
  set("msg_qbytes", stat.msg_qbytes);
  set("msg_lspid", stat.msg_lspid);
  set("msg_lrpid", stat.msg_lrpid);
  Return(result, a);
}
void SetQueue(Args args, Value* result) {
  int id = args[0].obj->native<Queue>()->id;
  struct msqid_ds stat;
  if (msgctl(id, IPC_STAT, &stat) != 0) return Return(result, false);
  auto take = [&](std::string_view name, auto* field) {
    Value v = Deref(GetStr(args.Arr(1), name));
    if (!v.IsUndef()) *field = static_cast<std::remove_pointer_t<decltype(field)>>(ToInt(v));
  };
  take("msg_perm.uid", &stat.msg_perm.uid);
  take("msg_perm.gid", &stat.msg_perm.gid);
  take("msg_perm.mode", &stat.msg_perm.mode);
  take("msg_qbytes", &stat.msg_qbytes);
  Return(result, msgctl(id, IPC_SET, &stat) == 0);
}

// A message as msgsnd() takes it: the type, then the bytes.
char* BytesOf(std::vector<char>& message) { return message.data() + sizeof(long); }
std::vector<char> NewMessage(int64_t type, size_t size) {
  std::vector<char> message(sizeof(long) + size + 1);
  auto t = static_cast<long>(type);
  std::memcpy(message.data(), &t, sizeof t);
  return message;
}

void Send(Args args, Value* result) {
  std::string text;
  if (args.Bool(3, true)) {
    StringBuilder out;
    if (!SerializeValue(args[2], &out)) return;
    text = out.view();
  } else {
    Value v = Deref(args[2]);
    if (!v.IsString() && !v.IsInt() && !v.IsFloat() && !v.IsBool()) {
      return ArgumentTypeError(
          3, absl::StrFormat("must be of type string|int|float|bool, %s given", ValueNameForErrors(v)));
    }
    if (v.IsFloat()) {
      text = absl::StrFormat("%f", v.d);
    } else {
      String* s = ToString(v);
      text = s->view();
      Release(s);
    }
  }
  std::vector<char> message = NewMessage(args[1].i, text.size());
  std::memcpy(BytesOf(message), text.data(), text.size());
  int flags = args.Bool(4, true) ? 0 : IPC_NOWAIT;
  if (msgsnd(args[0].obj->native<Queue>()->id, message.data(), text.size(), flags) == 0)
    return Return(result, true);
  int why = errno;
  FunctionWarning("msgsnd failed: %s", strerror(why));
  if (args.Has(5)) AssignArgument(args, 5, Value(int64_t{why}));
  if (!HasException()) Return(result, false);
}

void Receive(Args args, Value* result) {
  int64_t most = args[3].i;
  if (most <= 0) return ArgumentValueError(4, "must be greater than 0");
  int flags = 0;
  int64_t asked = args.Int(6, 0);
  if (asked & kExcept) flags |= MSG_EXCEPT;
  if (asked & kNoError) flags |= MSG_NOERROR;
  if (asked & kNoWait) flags |= IPC_NOWAIT;
  std::vector<char> message = NewMessage(0, static_cast<size_t>(most));
  ssize_t n = msgrcv(args[0].obj->native<Queue>()->id, message.data(), static_cast<size_t>(most),
                     static_cast<long>(args[1].i), flags);
  if (args.Has(7)) AssignArgument(args, 7, Value(int64_t{n < 0 ? errno : 0}));
  if (n < 0) {
    AssignArgument(args, 2, Value(int64_t{0}));
    AssignArgument(args, 4, Value(false));
    return Return(result, false);
  }
  long type;
  std::memcpy(&type, message.data(), sizeof type);
  AssignArgument(args, 2, Value(int64_t{type}));
  std::string_view text(BytesOf(message), static_cast<size_t>(n));
  if (!args.Bool(5, true)) {
    AssignArgument(args, 4, Value(NewString(text)));
    return Return(result, true);
  }
  Value v;
  bool good = Unserialize(text, {}, &v, [](size_t, bool) {});
  if (HasException()) return Release(v);
  if (!good) {
    FunctionWarning("Message corrupted");
    v = Value(false);
  }
  AssignArgument(args, 4, v);
  if (!HasException()) Return(result, good);
}

// --- semaphores: a set of three, as PHP makes them, so that both can share one

enum Part : unsigned short { kCount = 0, kUsers = 1, kSetLock = 2 };

struct Semaphore {
  int64_t key;
  int id;
  int acquired;  // how often by this object
  bool auto_release;
};
void DestroySemaphore(Object* o) {
  auto* s = o->native<Semaphore>();
  // As long as it was not removed: give back what is held, and go from the users.
  if (s->id < 0 || !s->auto_release) return;
  sembuf steps[2] = {{kUsers, -1, SEM_UNDO | IPC_NOWAIT}, {kCount, 0, SEM_UNDO}};
  size_t n = 1;
  if (s->acquired) steps[n++].sem_op = static_cast<short>(s->acquired);
  semop(s->id, steps, n);
}
constexpr ObjectHandlers kSemaphoreHandlers = {.destroy_native = DestroySemaphore};

int Repeat(int id, sembuf* steps, size_t n) {
  int status;
  do {
    status = semop(id, steps, n);
  } while (status < 0 && errno == EINTR);
  return status;
}

void SemGet(Args args, Value* result) {
  auto key = static_cast<key_t>(args[0].i);
  auto mode = static_cast<int>(args.Int(2, 0666));
  auto failed = [&](const char* what) {
    FunctionWarning("Failed %s key 0x%x: %s", what, static_cast<uint64_t>(args[0].i), strerror(errno));
    return Return(result, false);
  };
  int id = semget(key, 3, mode | IPC_CREAT);
  if (id < 0) return failed("for");
  // Alone in here: whoever is the first user sets the count.
  sembuf enter[3] = {{kSetLock, 0, 0}, {kSetLock, 1, SEM_UNDO}, {kUsers, 1, SEM_UNDO}};
  if (Repeat(id, enter, 3) < 0) return failed("acquiring SYSVSEM_SETVAL for");
  int users = semctl(id, kUsers, GETVAL, nullptr);
  if (users < 0) return failed("for");
  if (users == 1) {
    union {
      int val;
    } count{static_cast<int>(args.Int(1, 1))};
    if (semctl(id, kCount, SETVAL, count) < 0)
      FunctionWarning("Failed for key 0x%x: %s", key, strerror(errno));
  }
  sembuf leave{kSetLock, -1, SEM_UNDO};
  if (Repeat(id, &leave, 1) < 0) return failed("releasing SYSVSEM_SETVAL for");
  Object* o = NewObject(FindClass("SysvSemaphore", false));
  *o->native<Semaphore>() = {args[0].i, id, 0, args.Bool(3, true)};
  *result = Value(o);
}
template <bool kAcquires>
void SemChange(Args args, Value* result) {
  auto* s = args[0].obj->native<Semaphore>();
  if (!kAcquires && s->acquired == 0) {
    FunctionWarning("SysV semaphore for key 0x%x is not currently acquired", static_cast<uint64_t>(s->key));
    return Return(result, false);
  }
  short flags = SEM_UNDO;
  if (kAcquires && args.Bool(1)) flags |= IPC_NOWAIT;
  sembuf step{kCount, static_cast<short>(kAcquires ? -1 : 1), flags};
  if (Repeat(s->id, &step, 1) < 0) {
    if (errno != EAGAIN)
      FunctionWarning("Failed to %s key 0x%x: %s", kAcquires ? "acquire" : "release",
                      static_cast<uint64_t>(s->key), strerror(errno));
    return HasException() ? void() : Return(result, false);
  }
  s->acquired += kAcquires ? 1 : -1;
  Return(result, true);
}
void SemRemove(Args args, Value* result) {
  auto* s = args[0].obj->native<Semaphore>();
  struct semid_ds stat;
  union {
    struct semid_ds* buf;
  } where{&stat};
  if (semctl(s->id, 0, IPC_STAT, where) < 0) {
    FunctionWarning("SysV semaphore for key 0x%x does not (any longer) exist", static_cast<uint64_t>(s->key));
    return Return(result, false);
  }
  if (semctl(s->id, 0, IPC_RMID, where) < 0) {
    FunctionWarning("Failed for SysV semaphore for key 0x%x: %s", static_cast<uint64_t>(s->key),
                    strerror(errno));
    return Return(result, false);
  }
  s->id = -1;
  s->acquired = 0;
  Return(result, true);
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr uint16_t kWrites = kIo | Effects::kWritesArgs;
constexpr BuiltinRow kQueueRows[] = {
    {"msg_get_queue", "(int $key, int $permissions = 0666): SysvMessageQueue|false", kIo, GetQueue},
    {"msg_queue_exists", "(int $key): bool", kIo, QueueExists},
    {"msg_receive",
     "(SysvMessageQueue $queue, int $desired_message_type, &$received_message_type, int $max_message_size, "
     "mixed &$message, bool $unserialize = true, int $flags = 0, &$error_code = null): bool",
     kWrites, Receive},
    {"msg_remove_queue", "(SysvMessageQueue $queue): bool", kIo, RemoveQueue},
    {"msg_send",
     "(SysvMessageQueue $queue, int $message_type, $message, bool $serialize = true, bool $blocking = true, "
     "&$error_code = null): bool",
     kWrites, Send},
    {"msg_set_queue", "(SysvMessageQueue $queue, array $data): bool", kIo, SetQueue},
    {"msg_stat_queue", "(SysvMessageQueue $queue): array|false", kIo, StatQueue},
};
static_assert(SortedByName(kQueueRows));
constexpr BuiltinRow kSemaphoreRows[] = {
    {"sem_acquire", "(SysvSemaphore $semaphore, bool $non_blocking = false): bool", kIo, SemChange<true>},
    {"sem_get",
     "(int $key, int $max_acquire = 1, int $permissions = 0666, bool $auto_release = true): "
     "SysvSemaphore|false",
     kIo, SemGet},
    {"sem_release", "(SysvSemaphore $semaphore): bool", kIo, SemChange<false>},
    {"sem_remove", "(SysvSemaphore $semaphore): bool", kIo, SemRemove},
};
static_assert(SortedByName(kSemaphoreRows));
constexpr ConstantRow kConstants[] = {
    {"MSG_EAGAIN", int64_t{EAGAIN}}, {"MSG_ENOMSG", int64_t{ENOMSG}}, {"MSG_EXCEPT", kExcept},
    {"MSG_IPC_NOWAIT", kNoWait},     {"MSG_NOERROR", kNoError},
};
static_assert(SortedByName(kConstants));

constexpr uint32_t kOpaque = static_cast<uint32_t>(ClassFlags::kFinal) | ClassFlags::kNotSerializable |
                             ClassFlags::kNoDynamicProperties;
constexpr BuiltinRow kNewQueue = {"", "()", kIo,
                                  [](Args args, Value*) { RefuseConstruction(args, "msg_get_queue"); }};
constexpr BuiltinRow kNewSemaphore = {"", "()", kIo,
                                      [](Args args, Value*) { RefuseConstruction(args, "sem_get"); }};
const BuiltinClassRow kClassRows[] = {
    {.name = "SysvMessageQueue",
     .flags = kOpaque,
     .handlers = &kQueueHandlers,
     .native_size = sizeof(Queue),
     .extension = "sysvmsg",
     .constructor = &kNewQueue},
    {.name = "SysvSemaphore",
     .flags = kOpaque,
     .handlers = &kSemaphoreHandlers,
     .native_size = sizeof(Semaphore),
     .extension = "sysvsem",
     .constructor = &kNewSemaphore},
};

}  // namespace

constinit const BuiltinTable kSysvQueueFunctions(kQueueRows);
constinit const BuiltinTable kSysvSemaphoreFunctions(kSemaphoreRows);
constinit const std::span<const ConstantRow> kSysvConstants = kConstants;
const std::span<const BuiltinClassRow> kSysvQueueClasses = kClassRows;

}  // namespace tusk
