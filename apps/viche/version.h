#pragma once
// What this program calls itself.

#include <string_view>

namespace viche::app {

constexpr std::string_view kProgramVersion = "viche 0.1.0";

}  // namespace viche::app
