// The page that --trace-report writes.
#include <algorithm>
#include <fstream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "trace/report.h"

namespace tusk::trace {

namespace {

constexpr std::string_view kStyle = R"(
body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; color: #222; }
h1 { font-size: 1.5em } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ccc }
table { border-collapse: collapse } th, td { text-align: left; padding: .1em .8em .1em 0; vertical-align: top }
td.n, th.n { text-align: right } tr:target, section:target h3 { background: #ffd }
pre, code, .place { font: 13px/1.4 ui-monospace, monospace } pre { overflow-x: auto; background: #f6f6f6; padding: .6em }
.step { color: #b30 } .side { color: #777 } a { color: #05a } summary { cursor: pointer }
.source td { padding: 0 .6em 0 0; white-space: pre } .source tr.hot { background: #eef6ee }
.source tr.stepped { background: #fbeee6 } .number { color: #999; text-align: right }
)";

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string Anchor(int generation, int32_t number) {
  return generation ? absl::StrCat("t", generation, "-", number) : absl::StrCat("t", number);
}
std::string TraceLink(int generation, int32_t number) {
  return absl::StrCat("<a href=\"#", Anchor(generation, number), "\">", number, "</a>");
}

// The lines of a file; empty when it cannot be read (eval'd code, a file that is gone).
class SourceFiles {
 public:
  const std::vector<std::string>& Lines(const std::string& file) {
    auto [it, fresh] = files_.try_emplace(file);
    if (fresh) {
      std::ifstream in(file);
      for (std::string line; std::getline(in, line);) it->second.push_back(line);
    }
    return it->second;
  }

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

class Page {
 public:
  Page(const Report& report, const Stats& stats) : report_(report), stats_(stats) {}

  std::string Html() {
    out_ =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
        "charset=\"utf-8\">\n<title>Traces</title>\n<style>";
    out_ += kStyle;
    out_ += "</style>\n</head>\n<body>\n<h1>Traces</h1>\n";
    Totals();
    TraceTable();
    Aborts();
    Sources();
    for (const ReportedTrace& t : report_.traces) Details(t);
    out_ += "</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void Totals() {
    absl::StrAppendFormat(
        &out_, "<p>%d recordings, %d traces, %d given up, %d exits taken to the interpreter, %d flushes; ",
        stats_.started, stats_.compiled, stats_.aborted, stats_.exits_taken, stats_.flushes);
    absl::StrAppendFormat(&out_, "recording took %.1f ms, compiling %.1f ms.</p>\n",
                          static_cast<double>(stats_.record_ns) / 1e6,
                          static_cast<double>(stats_.compile_ns) / 1e6);
    if (report_.traces.empty()) out_ += "<p>Nothing was compiled.</p>\n";
  }

  void TraceTable() {
    if (report_.traces.empty()) return;
    out_ +=
        "<h2 id=\"traces\">All traces</h2>\n<table>\n<tr><th class=\"n\">trace</th><th>from</th><th>starts "
        "at</th>"
        "<th>ends in</th><th class=\"n\">oplines</th><th class=\"n\">through Step</th><th "
        "class=\"n\">bytes</th>"
        "<th class=\"n\">µs</th><th class=\"n\">exits taken</th></tr>\n";
    for (const ReportedTrace& t : report_.traces) {
      uint64_t taken = 0;
      for (const ReportedExit& e : t.exits) taken += e.times;
      absl::StrAppend(&out_, "<tr><td class=\"n\">", TraceLink(t.generation, t.number), "</td><td>", From(t),
                      "</td><td class=\"place\">", Escape(t.place), " ", Escape(t.file), ":", t.line,
                      "</td><td>", Link(t), "</td>");
      absl::StrAppendFormat(&out_,
                            "<td class=\"n\">%d</td><td class=\"n\">%d</td><td class=\"n\">%d</td>"
                            "<td class=\"n\">%.0f</td><td class=\"n\">%d</td></tr>\n",
                            t.oplines.size(), t.step_ops, t.code_size,
                            static_cast<double>(t.compile_ns) / 1e3, taken);
    }
    out_ += "</table>\n";
  }

  static std::string From(const ReportedTrace& t) {
    if (!t.parent) return Escape(t.kind);
    return absl::StrCat("exit ", t.parent_exit, " of ", TraceLink(t.generation, t.parent));
  }
  static std::string Link(const ReportedTrace& t) {
    return t.linked_to ? absl::StrCat("trace ", TraceLink(t.generation, t.linked_to)) : Escape(t.link);
  }

  void Aborts() {
    if (!report_.aborts.empty()) {
      out_ +=
          "<h2 id=\"aborts\">Recordings given up</h2>\n<table>\n<tr><th class=\"n\">times</th><th>reason</th>"
          "<th>started at</th></tr>\n";
      std::vector<std::pair<uint64_t, std::string>> rows;
      for (const auto& [what, times] : report_.aborts) {
        rows.emplace_back(times,
                          absl::StrCat("<tr><td class=\"n\">", times, "</td><td>", Escape(what.second),
                                       "</td><td class=\"place\">", Escape(what.first), "</td></tr>\n"));
      }
      std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
      });
      for (const auto& row : rows) out_ += row.second;
      out_ += "</table>\n";
    }
    if (!report_.blacklisted.empty()) {
      out_ += "<h2 id=\"blacklist\">Left to the interpreter for good</h2>\n<ul>\n";
      for (const std::string& place : report_.blacklisted)
        absl::StrAppend(&out_, "<li class=\"place\">", Escape(place), "</li>\n");
      out_ += "</ul>\n";
    }
  }

  // Each file with its lines, and which traces run them.
  void Sources() {
    struct Line {
      std::set<std::pair<int, int32_t>> traces;
      bool stepped = false;
    };
    std::map<std::string, std::map<uint32_t, Line>> files;
    for (const ReportedTrace& t : report_.traces) {
      for (const ReportedOpline& o : t.oplines) {
        Line& line = files[o.file][o.line];
        line.traces.insert({t.generation, t.number});
        line.stepped |= !o.native;
      }
    }
    constexpr uint32_t kContext = 2;  // lines shown around those of traces
    for (const auto& [file, traced] : files) {
      const std::vector<std::string>& text = files_.Lines(file);
      if (text.empty()) continue;
      absl::StrAppend(&out_, "<h2>", Escape(file), "</h2>\n<table class=\"source\">\n");
      uint32_t shown = 0;
      for (const auto& [number, unused] : traced) {
        for (uint32_t n = std::max(shown + 1, number > kContext ? number - kContext : 1);
             n <= std::min<size_t>(number + kContext, text.size()); ++n) {
          auto line = traced.find(n);
          std::string traces;
          if (line != traced.end()) {
            for (auto [generation, trace] : line->second.traces)
              absl::StrAppend(&traces, TraceLink(generation, trace), " ");
          }
          if (shown && n > shown + 1) out_ += "<tr><td></td><td class=\"number\">…</td><td></td></tr>\n";
          absl::StrAppend(&out_, "<tr class=\"",
                          line == traced.end()   ? ""
                          : line->second.stepped ? "stepped"
                                                 : "hot",
                          "\"><td>", traces, "</td><td class=\"number\">", n, "</td><td>",
                          Escape(text[n - 1]), "</td></tr>\n");
          shown = n;
        }
      }
      out_ += "</table>\n";
    }
    if (!files.empty())
      out_ +=
          "<p><span style=\"background: #eef6ee\">Compiled</span>; <span style=\"background: "
          "#fbeee6\">compiled, "
          "with oplines that run through their Step handlers</span>.</p>\n";
  }

  void Details(const ReportedTrace& t) {
    absl::StrAppend(&out_, "<section id=\"", Anchor(t.generation, t.number), "\">\n<h2>Trace ", t.number,
                    t.generation ? absl::StrCat(" after flush ", t.generation) : "", "</h2>\n<p>From ",
                    From(t), " at <span class=\"place\">", Escape(t.place), " ", Escape(t.file), ":", t.line,
                    "</span>; ends in ", Link(t), "; ", t.code_size, " bytes.</p>\n");
    out_ += "<details open><summary>Oplines</summary>\n<pre>";
    const std::string* function = nullptr;
    uint32_t line = 0;
    for (const ReportedOpline& o : t.oplines) {
      std::string indent(static_cast<size_t>(o.depth) * 2, ' ');
      if (!function || *function != o.function || line != o.line) {
        const std::vector<std::string>& text = files_.Lines(o.file);
        std::string source = o.line && o.line <= text.size() ? text[o.line - 1] : "";
        source.erase(0, source.find_first_not_of(" \t"));
        absl::StrAppend(&out_, indent, "<span class=\"side\">", Escape(o.function), ":", o.line, "  ",
                        Escape(source), "</span>\n");
      }
      absl::StrAppendFormat(&out_, "%s  %s%04d %s%s\n", indent, o.native ? "" : "<span class=\"step\">",
                            o.number, o.name, o.native ? "" : "  through Step</span>");
      function = &o.function;
      line = o.line;
    }
    out_ += "</pre></details>\n";
    Exits(t);
    absl::StrAppend(&out_, "<details><summary>IR</summary>\n<pre>", Escape(t.ir),
                    "</pre></details>\n<details><summary>Machine code</summary>\n<pre>", Escape(t.code),
                    "</pre></details>\n</section>\n");
  }

  void Exits(const ReportedTrace& t) {
    out_ +=
        "<details><summary>Exits</summary>\n<table>\n<tr><th class=\"n\">exit</th><th>goes on at</th>"
        "<th class=\"n\">taken</th><th>side trace</th></tr>\n";
    for (size_t i = 0; i < t.exits.size(); ++i) {
      const ReportedExit& e = t.exits[i];
      absl::StrAppend(&out_, "<tr><td class=\"n\">", i, "</td><td class=\"place\">", Escape(e.resume),
                      "</td><td class=\"n\">", e.times, "</td><td>",
                      e.side_trace ? TraceLink(t.generation, e.side_trace) : "", "</td></tr>\n");
    }
    out_ += "</table></details>\n";
  }

  const Report& report_;
  const Stats& stats_;
  SourceFiles files_;
  std::string out_;
};

}  // namespace

std::string ReportHtml(const Report& report, const Stats& stats) { return Page(report, stats).Html(); }

}  // namespace tusk::trace
