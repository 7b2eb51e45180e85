// Backtraces.
#include "interp/vm/backtrace.h"

#include <algorithm>

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/errors.h"
#include "interp/vm/call.h"
#include "interp/vm/generator.h"
#include "interp/vm/prelude.h"

namespace tusk {

namespace {

// The keys of an entry. Looked up once: programs throw and catch in loops.
struct Names {
  String* file = Intern("file");
  String* line = Intern("line");
  String* function = Intern("function");
  String* args = Intern("args");
  String* class_name = Intern("class");
  String* object = Intern("object");
  String* type = Intern("type");
  String* arrow = Intern("->");
  String* colons = Intern("::");
};
const Names& Key() {
  static const Names names;
  return names;
}

const char* IncludeName(const Frame* caller) {
  // The opline of the caller that runs included code.
  if (!caller || !caller->func || caller->func->kind != FunctionKind::kUser) return nullptr;
  const Op* op = caller->op;
  if (!op || op->opcode != Opcode::kIncludeOrEval) return nullptr;
  switch (op->extended) {
    case IncludeMode::kEval: return "eval";
    case IncludeMode::kInclude: return "include";
    case IncludeMode::kIncludeOnce: return "include_once";
    case IncludeMode::kRequire: return "require";
    default: return "require_once";
  }
}

// A builtin without a name (the bottom of a fiber, or what destroys one) or one that only the prelude calls.
bool IsHidden(const Function* f) {
  return f->kind == FunctionKind::kBuiltin && f->name &&
         (f->name->length == 0 || f->name->view().starts_with("tusk\\"));
}

// Adds the file and line that a frame is at.
void AddPosition(Array* entry, const Frame* frame) {
  if (!frame || !frame->func || !frame->IsUser() || IsPrelude(frame->func)) return;
  String* file = frame->op_array()->file;
  Retain(file);
  SetStr(entry, Key().file, Value(file));
  SetStr(entry, Key().line, Value(static_cast<int64_t>(LineOf(&g_vm, frame))));
}

// Whether a constant expression is the name of a constant and nothing more.
bool IsPlainThunk(const Function* f) {
  const auto* thunk = static_cast<const OpArray*>(f);
  return thunk->op_count >= 2 && thunk->ops[0].opcode == Opcode::kFetchConstant &&
         thunk->ops[1].opcode == Opcode::kReturn;
}

// A builtin iterator's method that a loop calls, or another builtin, and not the script.
bool IsIteration(const Frame* frame) {
  const Function* f = frame->func;
  const Class* c = f->scope;
  if (!c || !c->Is(ClassFlags::kIsIterator) || (f->kind == FunctionKind::kUser && !IsPrelude(f)))
    return false;
  if (f != c->it_rewind && f != c->it_valid && f != c->it_current && f != c->it_key && f != c->it_next)
    return false;
  const Frame* caller = frame->prev;
  if (!caller || !caller->func) return false;
  if (!caller->IsUser()) return c->Is(ClassFlags::kBuiltin) && caller->func->name->view() != "call_user_func";
  switch (caller->op->opcode) {
    case Opcode::kFeResetR:
    case Opcode::kFeResetRw:
    case Opcode::kFeFetchR:
    case Opcode::kFeFetchRw:
    case Opcode::kYieldFrom: return true;
    default: return false;
  }
}

bool IsSensitive(const Function* f, uint32_t index) {
  if (f->Is(FunctionFlags::kTrampoline) || (index >= f->arg_count && !f->Is(FunctionFlags::kVariadic)))
    return false;
  const AttributeList* attributes = f->args[std::min(index, f->arg_count)].attributes;
  if (!attributes) return false;
  return std::any_of(attributes->begin(), attributes->end(), [](const Attribute& a) {
    return EqualIgnoreCase(a.name->view(), "SensitiveParameter");
  });
}

// A value in the object that keeps it out of backtraces; takes over `v`.
Value Hidden(Value v) {
  static Class* c = FindClass("SensitiveParameterValue", false);
  Object* o = NewObjectUnchecked(c);
  o->props()[0] = v;
  o->props()[0].extra = 0;
  return Value(o);
}

Array* ArgumentsOf(Frame* frame) {
  Array* args = NewArray(frame->arg_count);
  for (uint32_t i = 0; i < frame->arg_count; ++i) {
    const Value* v = PassedArgument(frame, i);
    Value shown = v->IsUndef() ? Value::Null() : CopyDeref(*v);
    Append(args, IsSensitive(frame->func, i) ? Hidden(shown) : shown);
  }
  if ((frame->info & CallInfo::kHasNamedExtra) && frame->symbols) {
    bool hide = IsSensitive(frame->func, frame->func->arg_count);
    for (uint32_t p = First(frame->symbols); p != kEnd; p = Next(frame->symbols, p)) {
      Value shown = CopyDeref(ValueAt(frame->symbols, p));
      Set(args, KeyAt(frame->symbols, p), hide ? Hidden(shown) : shown);
    }
  }
  // A variadic parameter has taken over what was passed by unknown names.
  const Function* f = frame->func;
  if (f->kind == FunctionKind::kUser && f->Is(FunctionFlags::kVariadic) && !frame->symbols) {
    Value rest = Deref(frame->slots()[f->arg_count]);
    if (rest.IsArray()) {
      bool hide = IsSensitive(f, f->arg_count);
      for (uint32_t p = First(rest.arr); p != kEnd; p = Next(rest.arr, p)) {
        ArrayKey key = KeyAt(rest.arr, p);
        if (key.IsInt()) continue;
        Value shown = CopyDeref(ValueAt(rest.arr, p));
        Set(args, key, hide ? Hidden(shown) : shown);
      }
    }
  }
  return args;
}

// What called the frame. Of a generator that others delegate to it is the next one outwards, which does not
// run. Within such a chain `chain` is its outermost, else null, and `asked_by` the frame behind that.
Frame* CallerOf(const Frame* frame, Object** chain, Frame** asked_by) {
  if (!(frame->info & CallInfo::kGenerator)) return frame->prev;
  const GeneratorData* g = GeneratorOfFrame(const_cast<Frame*>(frame));
  if (!*chain) {
    if (!g->running() || g->asked == g->object) return frame->prev;
    *chain = g->asked;
    *asked_by = frame->prev;
  }
  Object* asked = *chain;
  if (g->object != asked) return GeneratorOf(OuterGenerator(asked, g->object))->frame;
  *chain = nullptr;
  return *asked_by;
}

// A frame as backtraces show it, called by `caller`; owned. Null: they don't.
Array* Entry(Frame* frame, const Frame* caller, bool with_args, bool with_object, bool innermost) {
  Function* f = frame->func;
  bool code = (frame->info & CallInfo::kCode) != 0;
  const char* include = code ? IncludeName(caller) : nullptr;
  if (code && !include) return nullptr;  // the main script
  Array* entry = NewHash(8);
  AddPosition(entry, caller);
  if (include) {
    // The innermost frame does not say what file it is.
    if (with_args && !innermost && std::string_view(include) != "eval") {
      Array* args = NewArray(1);
      String* file = frame->op_array()->file;
      Retain(file);
      Append(args, Value(file));
      SetStr(entry, Key().args, Value(args));
    }
    SetStr(entry, Key().function, Value(Intern(include)));
  } else {
    String* name = f->name ? f->name : EmptyString();
    Retain(name);
    SetStr(entry, Key().function, Value(name));
    Object* self = frame->this_object();
    if (f->scope && !(f->Is(FunctionFlags::kClosure) && !self && !frame->called_class())) {
      String* scope = f->scope->name;
      Retain(scope);
      SetStr(entry, Key().class_name, Value(scope));
      if (self && with_object) {
        Retain(Value(self));
        SetStr(entry, Key().object, Value(self));
      }
      SetStr(entry, Key().type, Value(self ? Key().arrow : Key().colons));
    }
    if (with_args) SetStr(entry, Key().args, Value(ArgumentsOf(frame)));
  }
  return entry;
}

}  // namespace

Value GeneratorBacktrace(Object* o, bool with_args, bool with_object) {
  SeeFrames(&g_vm);
  Array* trace = NewArray();
  for (Object* inner = InnermostGenerator(o);;) {
    Object* outer = inner == o ? nullptr : OuterGenerator(o, inner);
    const Frame* caller = outer ? GeneratorOf(outer)->frame : nullptr;
    Append(trace, Value(Entry(GeneratorOf(inner)->frame, caller, with_args, with_object, !trace->count)));
    if (!outer) return Value(trace);
    inner = outer;
  }
}

Value Backtrace(uint32_t skip, bool with_args, bool with_object, uint32_t limit) {
  SeeFrames(&g_vm);
  Array* trace = NewArray();
  Frame* frame = g_vm.frame;
  for (; skip > 0 && frame; --skip) frame = frame->prev;
  uint32_t count = 0;
  Object* asked = nullptr;
  Frame* asked_by = nullptr;
  // Constants and defaults of a class that are being evaluated come first, as one frame, whatever they call.
  for (Frame* f = frame; f; f = f->prev) {
    if (!f->func || !f->func->Is(FunctionFlags::kConstantThunk) || !f->func->scope || IsPlainThunk(f->func)) {
      continue;
    }
    Array* entry = NewHash(4);
    AddPosition(entry, f->prev);
    SetStr(entry, Key().function, Value(Intern("[constant expression]")));
    if (with_args) SetStr(entry, Key().args, Value(NewArray()));
    Append(trace, Value(entry));
    break;
  }
  Frame* next;
  for (; frame && (limit == 0 || count < limit); frame = next) {
    Frame* caller = next = CallerOf(frame, &asked, &asked_by);
    Function* f = frame->func;
    if (!f || IsHidden(f)) continue;
    if (OutermostBuiltin(frame) != frame || IsIteration(frame)) continue;
    if (f->Is(FunctionFlags::kConstantThunk)) continue;
    // A loop's step of a builtin iterator is not shown: what it runs was called where the loop is.
    const Frame* shown = caller;
    while (shown && shown->func && !shown->IsUser() && IsIteration(shown)) shown = shown->prev;
    Array* entry = Entry(frame, shown, with_args, with_object, count == 0);
    if (!entry) continue;
    Append(trace, Value(entry));
    ++count;
  }
  return Value(trace);
}

}  // namespace tusk
