#include "apps/common/cli.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>
#include <numeric>

#include "apps/common/console.h"

namespace viche::app {
namespace {

constexpr const char* kExitStatuses =
    "\nexit status:\n"
    "  0  done\n"
    "  1  data were read and refused, or a result differs from what it should be\n"
    "  2  the command line is wrong\n"
    "  3  a file, the board's store or standard output could not be read or written\n"
    "All verbs and files: docs/viche.md\n";

/// Examples first (they are kept in the footer), then what it does, then the options.
class ExamplesFirst final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    if (mode == CLI::AppFormatMode::Sub) return make_expanded(app);
    return make_footer(app) + make_description(app) + make_usage(app, std::move(name)) +
           make_positionals(app) + make_groups(app, mode) + make_subcommands(app, mode) +
           (app->get_parent() == nullptr ? kExitStatuses : "");
  }
  std::string make_footer(const CLI::App* app) const override {
    return app->get_footer().empty() ? "" : "examples:\n" + app->get_footer() + "\n\n";
  }
};

std::string indented(std::string_view lines) {
  std::string out = "  ";
  for (const char c : lines) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::vector<std::string> verb_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

const CLI::App* find_verb(const CLI::App& app, const std::string& name) {
  const std::vector<const CLI::App*> found =
      app.get_subcommands([&](const CLI::App* sub) { return sub->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

}  // namespace

std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t fewest = word.size() / 3 + 2;
  for (const std::string& candidate : candidates) {
    const std::size_t edits = edit_distance(word, candidate);
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

Verbs::Verbs(std::string name, std::string description, std::string examples)
    : root_(std::move(description), std::move(name)) {
  root_.formatter(std::make_shared<ExamplesFirst>());
  root_.footer(indented(examples));
  root_.require_subcommand(1);
}

CLI::App& Verbs::group(std::string_view name, std::string_view description,
                       std::string_view examples) {
  CLI::App* app = root_.add_subcommand(std::string(name), std::string(description));
  app->footer(indented(examples));
  app->require_subcommand(1);
  return *app;
}

CLI::App& Verbs::verb(CLI::App& parent, std::string_view name, std::string_view description,
                      std::string_view examples, Action action) {
  CLI::App* app = parent.add_subcommand(std::string(name), std::string(description));
  app->footer(indented(examples));
  app->final_callback(
      [this, kept = std::make_shared<const Action>(std::move(action))] { chosen_ = kept.get(); });
  return *app;
}

int Verbs::explain_usage(std::string reason, int argc, const char* const* argv) {
  // Follow the words that are verbs; the first that is not may be a typo.
  const CLI::App* app = &root_;
  std::string path = root_.get_name();
  std::string hint;
  for (int i = 1; i < argc && hint.empty(); ++i) {
    const std::string word = argv[i];
    if (word.empty()) continue;
    if (word.rfind("--", 0) == 0) {
      const std::string name = word.substr(0, word.find('='));
      const std::vector<std::string> known = option_names(*app);
      if (std::find(known.begin(), known.end(), name) == known.end())
        hint = nearest_name(name, known);
    } else if (const CLI::App* sub = find_verb(*app, word)) {
      app = sub;
      path += " " + word;
    } else if (const std::vector<std::string> verbs = verb_names(*app); !verbs.empty()) {
      if (word.front() == '-') continue;
      reason = fmt::format("`{}` has no verb `{}`", path, word);
      hint = nearest_name(word, verbs);
      break;
    }
  }
  say_error(reason);
  if (!hint.empty()) say("Did you mean `" + path + " " + hint + "`?");
  say("See `" + path + " --help`.");
  return static_cast<int>(Exit::kUsage);
}

int Verbs::run(int argc, const char* const* argv) {
  const int status = run_verb(argc, argv);
  if (stdout_is_good()) return status;
  say_error("standard output could not be written");
  return static_cast<int>(Exit::kEnvironment);
}

int Verbs::run_verb(int argc, const char* const* argv) {
  try {
    root_.parse(argc, argv);
    if (chosen_ == nullptr) return explain_usage("A verb is required", argc, argv);
    const Result<Exit> exit = (*chosen_)();
    if (exit) return static_cast<int>(*exit);
    say_error(exit.error().message());
    return static_cast<int>(Exit::kRefused);
  } catch (const CLI::Success& help) {
    return root_.exit(help);
  } catch (const CLI::ParseError& error) {
    return explain_usage(error.what(), argc, argv);
  } catch (const UsageError& error) {
    return explain_usage(error.what(), argc, argv);
  } catch (const std::bad_alloc&) {
    say_error("not enough memory");
  } catch (const std::exception& error) {
    say_error(error.what());
  }
  return static_cast<int>(Exit::kEnvironment);
}

}  // namespace viche::app
