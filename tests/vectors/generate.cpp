// Writes tests/vectors/*.json: `generate DIRECTORY`.

#include <cstdio>
#include <fstream>

#include "crypto/group/random.h"
#include "tests/vectors/vectors.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
    return 2;
  }
  viche::initialize();
  for (const auto& [name, text] : viche::test::make_vectors()) {
    std::ofstream out(std::string(argv[1]) + "/" + name, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush()) {
      std::fprintf(stderr, "cannot write %s/%s\n", argv[1], name.c_str());
      return 3;
    }
  }
  return 0;
}
