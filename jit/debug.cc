// File formats: perf's tools/perf/Documentation/jit-interface.txt and jitdump-specification.txt; gdb's
// manual, "JIT Compilation Interface"; DWARF 4 section 6.4 as .eh_frame has it.
#include "jit/debug.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

extern "C" {

// gdb looks these up by name and sets a breakpoint in the function.
struct jit_code_entry {
  jit_code_entry* next_entry;
  jit_code_entry* prev_entry;
  const char* symfile_addr;
  uint64_t symfile_size;
};
struct jit_descriptor {
  uint32_t version;
  uint32_t action_flag;  // 1 register, 2 unregister
  jit_code_entry* relevant_entry;
  jit_code_entry* first_entry;
};
jit_descriptor __jit_debug_descriptor = {1, 0, nullptr, nullptr};
[[gnu::noinline]] void __jit_debug_register_code() { asm volatile("" ::: "memory"); }

}  // extern "C"

namespace tusk::jit {

namespace {

using Bytes = std::vector<char>;

template <typename T>
void Put(Bytes* out, const T& value) {
  const char* p = reinterpret_cast<const char*>(&value);
  out->insert(out->end(), p, p + sizeof(T));
}
void PutUleb(Bytes* out, uint64_t v) {
  do {
    uint8_t byte = v & 0x7f;
    v >>= 7;
    out->push_back(static_cast<char>(v ? byte | 0x80 : byte));
  } while (v);
}
void PutString(Bytes* out, const std::string& s) {
  out->insert(out->end(), s.c_str(), s.c_str() + s.size() + 1);
}

uint64_t Now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(t.tv_nsec);
}

void Write(int file, const Bytes& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    ssize_t n = write(file, bytes.data() + done, bytes.size() - done);
    if (n <= 0) return;
    done += static_cast<size_t>(n);
  }
}

enum : uint8_t {  // DW_CFA_*
  kAdvance = 0x40,
  kOffset = 0x80,
  kDefCfa = 0x0c,
  kDefCfaOffset = 0x0e,
  kSameValue = 0x08,
};

// One CIE and one FDE.
Bytes EhFrame(const CodeUnit& unit, const FrameLayout& l) {
  constexpr int kDataAlign = -8;
  Bytes out;
  auto begin = [&] {
    size_t at = out.size();
    Put(&out, uint32_t{0});
    return at;
  };
  auto end = [&](size_t at) {
    while ((out.size() - at - 4) % 8) out.push_back(0);  // DW_CFA_nop
    auto length = static_cast<uint32_t>(out.size() - at - 4);
    std::memcpy(out.data() + at, &length, 4);
  };
  auto saved_return = [&] {
    out.push_back(static_cast<char>(kOffset | l.return_address));
    PutUleb(&out, static_cast<uint64_t>(l.return_address_at / kDataAlign));
  };
  size_t cie = begin();
  Put(&out, uint32_t{0});
  out.push_back(1);
  PutString(&out, "");
  PutUleb(&out, 1);                                     // code alignment
  out.push_back(static_cast<char>(kDataAlign & 0x7f));  // data alignment, SLEB
  out.push_back(static_cast<char>(l.return_address));
  out.push_back(kDefCfa);
  PutUleb(&out, l.stack_pointer);
  PutUleb(&out, static_cast<uint64_t>(l.entry_cfa));
  if (!l.saved_by_prologue) saved_return();
  end(cie);
  size_t fde = begin();
  Put(&out, static_cast<uint32_t>(fde + 4 - cie));
  Put(&out, reinterpret_cast<uint64_t>(unit.code));
  Put(&out, static_cast<uint64_t>(unit.size));
  if (unit.makes_frame) out.push_back(static_cast<char>(kAdvance | l.allocate_end));
  out.push_back(kDefCfaOffset);
  PutUleb(&out, static_cast<uint64_t>(l.entry_cfa + l.frame_bytes));
  if (l.saved_by_prologue) {
    if (unit.makes_frame) out.push_back(static_cast<char>(kAdvance | (l.prologue_end - l.allocate_end)));
    saved_return();
  }
  end(fde);
  Put(&out, uint32_t{0});
  return out;
}

Bytes ElfImage(const CodeUnit& unit, const FrameLayout& l) {
  enum { kNull, kText, kEhFrame, kSymbols, kStrings, kNames, kSections };
  const char* kSectionNames[] = {"", ".text", ".eh_frame", ".symtab", ".strtab", ".shstrtab"};
  Bytes names, strings(1, '\0'), frame = EhFrame(unit, l);
  uint32_t name_at[kSections];
  for (int i = 0; i < kSections; ++i) {
    name_at[i] = static_cast<uint32_t>(names.size());
    PutString(&names, kSectionNames[i]);
  }
  Elf64_Sym symbols[2] = {};
  symbols[1].st_name = static_cast<uint32_t>(strings.size());
  symbols[1].st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
  symbols[1].st_shndx = kText;
  symbols[1].st_value = 0;
  symbols[1].st_size = unit.size;
  PutString(&strings, unit.name);

  Elf64_Ehdr header = {};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_REL;
  header.e_machine = l.elf_machine;
  header.e_version = EV_CURRENT;
  header.e_shoff = sizeof(header);
  header.e_ehsize = sizeof(header);
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = kSections;
  header.e_shstrndx = kNames;
  Elf64_Shdr sections[kSections] = {};
  Bytes body;
  size_t body_at = sizeof(header) + sizeof(sections);
  auto section = [&](int i, uint32_t type, uint64_t flags, const void* data, size_t size) {
    while ((body_at + body.size()) % 8) body.push_back(0);
    sections[i] = {.sh_name = name_at[i],
                   .sh_type = type,
                   .sh_flags = flags,
                   .sh_addr = 0,
                   .sh_offset = body_at + body.size(),
                   .sh_size = size,
                   .sh_link = 0,
                   .sh_info = 0,
                   .sh_addralign = 8,
                   .sh_entsize = 0};
    const char* p = static_cast<const char*>(data);
    if (type != SHT_NOBITS) body.insert(body.end(), p, p + size);
  };
  section(kText, SHT_NOBITS, SHF_ALLOC | SHF_EXECINSTR, nullptr, unit.size);
  sections[kText].sh_addr = reinterpret_cast<uint64_t>(unit.code);
  section(kEhFrame, SHT_PROGBITS, SHF_ALLOC, frame.data(), frame.size());
  section(kSymbols, SHT_SYMTAB, 0, symbols, sizeof(symbols));
  sections[kSymbols].sh_link = kStrings;
  sections[kSymbols].sh_info = 1;
  sections[kSymbols].sh_entsize = sizeof(Elf64_Sym);
  section(kStrings, SHT_STRTAB, 0, strings.data(), strings.size());
  section(kNames, SHT_STRTAB, 0, names.data(), names.size());
  Bytes image;
  Put(&image, header);
  Put(&image, sections);
  image.insert(image.end(), body.begin(), body.end());
  return image;
}

struct Registered {
  jit_code_entry entry{};
  Bytes image;
};
std::vector<std::unique_ptr<Registered>> g_registered;

// jitdump records.
struct DumpHeader {
  uint32_t magic = 0x4a69'5444, version = 1, total_size = sizeof(DumpHeader), elf_machine, pad = 0, pid;
  uint64_t timestamp, flags = 0;
};
struct DumpLoad {
  uint32_t id = 0, total_size;
  uint64_t timestamp;
  uint32_t pid, tid;
  uint64_t vma, code_address, code_size, code_index;
};

}  // namespace

void DebugInfo::Start(int perf, bool gdb, const FrameLayout& layout) {
  perf_ = perf, gdb_ = gdb, layout_ = layout;
  if (!perf) return;
  char name[64];
  std::snprintf(name, sizeof name, perf == 1 ? "/tmp/perf-%d.map" : "jit-%d.dump", getpid());
  file_ = open(name, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644);
  if (file_ < 0) {
    perf_ = 0;
    return;
  }
  if (perf == 2) {
    Bytes header;
    Put(&header,
        DumpHeader{
            .elf_machine = layout.elf_machine, .pid = static_cast<uint32_t>(getpid()), .timestamp = Now()});
    Write(file_, header);
    // perf finds the file by this mapping, which stays.
    mmap(nullptr, static_cast<size_t>(sysconf(_SC_PAGESIZE)), PROT_READ | PROT_EXEC, MAP_PRIVATE, file_, 0);
  }
}

void DebugInfo::Add(const CodeUnit& unit) {
  if (perf_ == 1) AddToMap(unit);
  if (perf_ == 2) AddToDump(unit);
  if (gdb_) AddToGdb(unit);
}

void DebugInfo::AddToMap(const CodeUnit& unit) {
  char range[64];
  int n = std::snprintf(range, sizeof range, "%llx %zx ",
                        static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(unit.code)), unit.size);
  Bytes line(range, range + n);
  line.insert(line.end(), unit.name.begin(), unit.name.end());
  line.push_back('\n');
  Write(file_, line);
}

void DebugInfo::AddToDump(const CodeUnit& unit) {
  auto address = reinterpret_cast<uint64_t>(unit.code);
  DumpLoad load{.total_size = static_cast<uint32_t>(sizeof(DumpLoad) + unit.name.size() + 1 + unit.size),
                .timestamp = Now(),
                .pid = static_cast<uint32_t>(getpid()),
                .tid = static_cast<uint32_t>(syscall(SYS_gettid)),
                .vma = address,
                .code_address = address,
                .code_size = unit.size,
                .code_index = count_++};
  Bytes record;
  Put(&record, load);
  PutString(&record, unit.name);
  record.insert(record.end(), unit.code, unit.code + unit.size);
  Write(file_, record);
}

void DebugInfo::AddToGdb(const CodeUnit& unit) {
  auto r = std::make_unique<Registered>();
  r->image = ElfImage(unit, layout_);
  r->entry.symfile_addr = r->image.data();
  r->entry.symfile_size = r->image.size();
  r->entry.next_entry = __jit_debug_descriptor.first_entry;
  if (r->entry.next_entry) r->entry.next_entry->prev_entry = &r->entry;
  __jit_debug_descriptor.first_entry = &r->entry;
  __jit_debug_descriptor.relevant_entry = &r->entry;
  __jit_debug_descriptor.action_flag = 1;
  __jit_debug_register_code();
  g_registered.push_back(std::move(r));
}

void DebugInfo::Flush() {
  for (auto& r : g_registered) {
    if (r->entry.prev_entry) r->entry.prev_entry->next_entry = r->entry.next_entry;
    if (r->entry.next_entry) r->entry.next_entry->prev_entry = r->entry.prev_entry;
    if (__jit_debug_descriptor.first_entry == &r->entry)
      __jit_debug_descriptor.first_entry = r->entry.next_entry;
    __jit_debug_descriptor.relevant_entry = &r->entry;
    __jit_debug_descriptor.action_flag = 2;
    __jit_debug_register_code();
  }
  g_registered.clear();
}

}  // namespace tusk::jit
