// System V shared memory: as bytes (shmop) and as variables by number (sysvshm).
#include <sys/ipc.h>
#include <sys/shm.h>

#include <cerrno>
#include <cstring>

#include "interp/ext/library_tables.h"
#include "interp/ext/standard/serialize.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

// --- shmop

struct Segment {
  int id;
  char* bytes;  // null: not attached
  int64_t size;
  bool read_only;
};
void DestroySegment(Object* o) {
  if (o->native<Segment>()->bytes) shmdt(o->native<Segment>()->bytes);
}
constexpr ObjectHandlers kSegmentHandlers = {.destroy_native = DestroySegment};

void ShmopOpen(Args args, Value* result) {
  std::string_view mode = args.View(1);
  if (mode.size() != 1 || std::string_view("acnw").find(mode[0]) == mode.npos)
    return ArgumentValueError(2, "must be a valid access mode");
  bool creates = mode[0] == 'c' || mode[0] == 'n';
  auto key = static_cast<key_t>(args[0].i);
  int64_t size = args[3].i;
  if (creates && size <= 0)
    return ArgumentValueError(4, "must be greater than 0 for the \"c\" and \"n\" access modes");
  auto flags = static_cast<int>(args[2].i);
  if (creates) flags |= IPC_CREAT;
  if (mode[0] == 'n') flags |= IPC_EXCL;
  Segment segment{.id = shmget(key, creates ? static_cast<size_t>(size) : 0, creates ? flags : 0),
                  .bytes = nullptr,
                  .size = 0,
                  .read_only = mode[0] == 'a'};
  auto failed = [&](const char* what) {
    FunctionWarning("%s \"%s\"", what, strerror(errno));
    return HasException() ? void() : Return(result, false);
  };
  if (segment.id < 0) return failed("Unable to attach or create shared memory segment");
  struct shmid_ds stat;
  if (shmctl(segment.id, IPC_STAT, &stat) != 0)
    return failed("Unable to get shared memory segment information");
  void* at = shmat(segment.id, nullptr, segment.read_only ? SHM_RDONLY : 0);
  if (at == reinterpret_cast<void*>(-1)) return failed("Unable to attach to shared memory segment");
  segment.bytes = static_cast<char*>(at);
  segment.size = static_cast<int64_t>(stat.shm_segsz);
  Object* o = NewObject(FindClass("Shmop", false));
  *o->native<Segment>() = segment;
  *result = Value(o);
}
void ShmopRead(Args args, Value* result) {
  auto* s = args[0].obj->native<Segment>();
  int64_t from = args[1].i, count = args[2].i;
  if (from < 0 || from > s->size) return ArgumentValueError(2, "must be between 0 and the segment size");
  if (count < 0 || from > INT_MAX - count || from + count > s->size)
    return ArgumentValueError(3, "is out of range");
  Return(result, std::string_view(s->bytes + from, static_cast<size_t>(count ? count : s->size - from)));
}
void ShmopWrite(Args args, Value* result) {
  auto* s = args[0].obj->native<Segment>();
  if (s->read_only) return ThrowError("Read-only segment cannot be written");
  int64_t from = args[2].i;
  if (from < 0 || from > s->size) return ArgumentValueError(3, "is out of range");
  auto n = std::min<int64_t>(static_cast<int64_t>(args.View(1).size()), s->size - from);
  std::memcpy(s->bytes + from, args.View(1).data(), static_cast<size_t>(n));
  Return(result, n);
}
void ShmopSize(Args args, Value* result) { Return(result, args[0].obj->native<Segment>()->size); }
void ShmopDelete(Args args, Value* result) {
  if (shmctl(args[0].obj->native<Segment>()->id, IPC_RMID, nullptr) == 0) return Return(result, true);
  FunctionWarning("Can't mark segment for deletion (are you the owner?)");
  Return(result, false);
}
void ShmopClose(Args, Value*) {
  Deprecated("Function shmop_close() is deprecated since 8.0, as Shmop objects are freed automatically");
}

// --- sysvshm: the segment's layout is PHP's, so that both can share one

struct Header {
  char magic[8];
  int64_t start, end, free, total;
};
struct Chunk {
  int64_t key, length, next;
  char bytes[8];  // the first of them
};
constexpr int64_t kChunkHeader = offsetof(Chunk, bytes);
constexpr char kMagic[8] = "PHP_SM";
constexpr int64_t kDefaultSize = 10000;

struct Memory {
  int id;
  Header* header;  // null: destroyed
};
void DestroyMemory(Object* o) {
  if (o->native<Memory>()->header) shmdt(o->native<Memory>()->header);
}
constexpr ObjectHandlers kMemoryHandlers = {.destroy_native = DestroyMemory};

Chunk* ChunkAt(Header* h, int64_t position) {
  return reinterpret_cast<Chunk*>(reinterpret_cast<char*>(h) + position);
}
// Where the variable is; -1 for none, or when the segment is not sound.
int64_t FindVariable(Header* h, int64_t key) {
  for (int64_t at = h->start; at < h->end;) {
    Chunk* c = ChunkAt(h, at);
    if (c->key == key) return at;
    int64_t next = at + c->next;
    if (c->next <= 0 || next < at) return -1;
    at = next;
  }
  return -1;
}
void RemoveAt(Header* h, int64_t at) {
  Chunk* c = ChunkAt(h, at);
  int64_t next = c->next, behind = h->end - at - next;
  h->free += next;
  h->end -= next;
  if (behind > 0) std::memmove(c, reinterpret_cast<char*>(c) + next, static_cast<size_t>(behind));
}

void ShmAttach(Args args, Value* result) {
  int64_t size = args.Int(1, kDefaultSize);
  if (size <= 0) return ArgumentValueError(2, "must be greater than 0");
  auto key = static_cast<key_t>(args[0].i);
  auto failed = [&](const char* why) {
    FunctionWarning("Failed for key 0x%x: %s", static_cast<uint64_t>(args[0].i), why);
    return HasException() ? void() : Return(result, false);
  };
  int id = shmget(key, 0, 0);
  if (id < 0) {
    if (size < static_cast<int64_t>(sizeof(Header))) return failed("memorysize too small");
    id = shmget(key, static_cast<size_t>(size), static_cast<int>(args.Int(2, 0666)) | IPC_CREAT | IPC_EXCL);
    if (id < 0) return failed(strerror(errno));
  }
  void* at = shmat(id, nullptr, 0);
  if (at == reinterpret_cast<void*>(-1)) return failed(strerror(errno));
  auto* h = static_cast<Header*>(at);
  if (std::memcmp(h->magic, kMagic, sizeof kMagic) != 0) {
    std::memcpy(h->magic, kMagic, sizeof kMagic);
    h->start = h->end = sizeof(Header);
    h->total = size;
    h->free = size - h->end;
  }
  Object* o = NewObject(FindClass("SysvSharedMemory", false));
  *o->native<Memory>() = {id, h};
  *result = Value(o);
}
// Null: thrown.
Header* HeaderOf(Args args) {
  Header* h = args[0].obj->native<Memory>()->header;
  if (!h) ThrowError("Shared memory block has already been destroyed");
  return h;
}
void ShmDetach(Args args, Value* result) {
  Header* h = HeaderOf(args);
  if (!h) return;
  shmdt(h);
  args[0].obj->native<Memory>()->header = nullptr;
  Return(result, true);
}
void ShmRemove(Args args, Value* result) {
  if (!HeaderOf(args)) return;
  if (shmctl(args[0].obj->native<Memory>()->id, IPC_RMID, nullptr) == 0) return Return(result, true);
  FunctionWarning("Failed for key 0x%x, id %d: %s", 0, args[0].obj->native<Memory>()->id, strerror(errno));
  Return(result, false);
}
void ShmPut(Args args, Value* result) {
  if (!HeaderOf(args)) return;
  StringBuilder out;
  if (!SerializeValue(args[2], &out)) return;
  Header* h = args[0].obj->native<Memory>()->header;
  if (!h) return ThrowError("Shared memory block has been destroyed by the serialization function");
  int64_t key = args[1].i;
  int64_t old = FindVariable(h, key);
  if (old >= 0) RemoveAt(h, old);
  auto length = static_cast<int64_t>(out.size());
  int64_t whole = (kChunkHeader + length + 1 + 7) / 8 * 8;
  if (h->free < whole) {
    FunctionWarning("Not enough shared memory left");
    return HasException() ? void() : Return(result, false);
  }
  Chunk* c = ChunkAt(h, h->end);
  c->key = key;
  c->length = length;
  c->next = whole;
  std::memcpy(c->bytes, out.view().data(), out.size());
  h->end += whole;
  h->free -= whole;
  Return(result, true);
}
void ShmGet(Args args, Value* result) {
  Header* h = HeaderOf(args);
  if (!h) return;
  int64_t at = FindVariable(h, args[1].i);
  if (at < 0) {
    FunctionWarning("Variable key %d doesn't exist", args[1].i);
    return HasException() ? void() : Return(result, false);
  }
  Chunk* c = ChunkAt(h, at);
  // A copy: what wakes up may change the segment.
  std::string text(c->bytes, static_cast<size_t>(c->length));
  Value v;
  if (Unserialize(text, {}, &v, [](size_t, bool) {})) return void(*result = v);
  if (HasException()) return Release(v);
  FunctionWarning("Variable data in shared memory is corrupted");
  if (!HasException()) Return(result, false);
}
void ShmHas(Args args, Value* result) {
  if (Header* h = HeaderOf(args)) Return(result, FindVariable(h, args[1].i) >= 0);
}
void ShmRemoveVar(Args args, Value* result) {
  Header* h = HeaderOf(args);
  if (!h) return;
  int64_t at = FindVariable(h, args[1].i);
  if (at < 0) {
    FunctionWarning("Variable key %d doesn't exist", args[1].i);
    return HasException() ? void() : Return(result, false);
  }
  RemoveAt(h, at);
  Return(result, true);
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kShmopRows[] = {
    {"shmop_close", "(Shmop $shmop): void", kIo, ShmopClose},
    {"shmop_delete", "(Shmop $shmop): bool", kIo, ShmopDelete},
    {"shmop_open", "(int $key, string $mode, int $permissions, int $size): Shmop|false", kIo, ShmopOpen},
    {"shmop_read", "(Shmop $shmop, int $offset, int $size): string", kIo, ShmopRead},
    {"shmop_size", "(Shmop $shmop): int", kIo, ShmopSize},
    {"shmop_write", "(Shmop $shmop, string $data, int $offset): int", kIo, ShmopWrite},
};
static_assert(SortedByName(kShmopRows));
constexpr BuiltinRow kMemoryRows[] = {
    {"shm_attach", "(int $key, ?int $size = null, int $permissions = 0666): SysvSharedMemory|false", kIo,
     ShmAttach},
    {"shm_detach", "(SysvSharedMemory $shm): bool", kIo, ShmDetach},
    {"shm_get_var", "(SysvSharedMemory $shm, int $key): mixed", kIo, ShmGet},
    {"shm_has_var", "(SysvSharedMemory $shm, int $key): bool", kIo, ShmHas},
    {"shm_put_var", "(SysvSharedMemory $shm, int $key, mixed $value): bool", kIo, ShmPut},
    {"shm_remove", "(SysvSharedMemory $shm): bool", kIo, ShmRemove},
    {"shm_remove_var", "(SysvSharedMemory $shm, int $key): bool", kIo, ShmRemoveVar},
};
static_assert(SortedByName(kMemoryRows));

constexpr uint32_t kOpaque = static_cast<uint32_t>(ClassFlags::kFinal) | ClassFlags::kNotSerializable |
                             ClassFlags::kNoDynamicProperties;
constexpr BuiltinRow kNewSegment = {"", "()", kIo,
                                    [](Args args, Value*) { RefuseConstruction(args, "shmop_open"); }};
constexpr BuiltinRow kNewMemory = {"", "()", kIo,
                                   [](Args args, Value*) { RefuseConstruction(args, "shm_attach"); }};
const BuiltinClassRow kClassRows[] = {
    {.name = "Shmop",
     .flags = kOpaque,
     .handlers = &kSegmentHandlers,
     .native_size = sizeof(Segment),
     .extension = "shmop",
     .constructor = &kNewSegment},
    {.name = "SysvSharedMemory",
     .flags = kOpaque,
     .handlers = &kMemoryHandlers,
     .native_size = sizeof(Memory),
     .extension = "sysvshm",
     .constructor = &kNewMemory},
};

}  // namespace

constinit const BuiltinTable kShmopFunctions(kShmopRows);
constinit const BuiltinTable kSysvMemoryFunctions(kMemoryRows);
const std::span<const BuiltinClassRow> kSysvMemoryClasses = kClassRows;

}  // namespace tusk
