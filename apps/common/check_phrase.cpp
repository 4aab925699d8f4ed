#include "apps/common/check_phrase.h"

#include "crypto/group/hash.h"

namespace viche::app {
namespace {

constexpr std::size_t kPhraseWords = 10;
constexpr std::array<std::string_view, 256> kCheckWords = {
    // clang-format off
    "acorn", "admiral", "album", "almond", "anchor", "apple", "apron", "arrow", "atlas", "autumn",
    "avocado", "badger", "balcony", "bamboo", "banjo", "barrel", "basket", "beacon", "beetle",
    "bicycle", "biscuit", "blanket", "blossom", "bonfire", "bottle", "bracelet", "bramble",
    "breeze", "bridge", "bucket", "buffalo", "butter", "cabin", "cactus", "camel", "candle",
    "canoe", "captain", "caravan", "carpet", "castle", "cedar", "cello", "chapel", "cherry",
    "chimney", "cinnamon", "circus", "clover", "cobalt", "coconut", "compass", "copper", "coral",
    "cottage", "cradle", "crayon", "cricket", "crystal", "cushion", "cypress", "daisy", "dancer",
    "denim", "desert", "diamond", "dolphin", "domino", "dragon", "drawer", "drummer", "eagle",
    "easel", "echo", "eclipse", "elbow", "elephant", "ember", "emerald", "engine", "envelope",
    "escalator", "evening", "falcon", "feather", "fiddle", "fig", "fjord", "flannel", "flute",
    "forest", "fossil", "fox", "freckle", "frost", "galaxy", "garlic", "gazelle", "geyser", "giant",
    "ginger", "giraffe", "glacier", "goblet", "gondola", "gorilla", "granite", "grape", "guitar",
    "hammer", "harbour", "harvest", "hedgehog", "helmet", "hexagon", "honey", "horizon",
    "hurricane", "iceberg", "igloo", "indigo", "insect", "island", "ivory", "jacket", "jaguar",
    "jasmine", "jigsaw", "jockey", "jungle", "juniper", "kayak", "kettle", "keyboard", "kidney",
    "kingdom", "kitten", "koala", "ladder", "lagoon", "lantern", "laptop", "lavender", "leopard",
    "library", "lilac", "lizard", "lobster", "lynx", "magnet", "mango", "maple", "marble", "market",
    "meadow", "melon", "mermaid", "meteor", "mirror", "monkey", "mosaic", "mountain", "muffin",
    "mushroom", "napkin", "nectar", "needle", "nest", "nickel", "noodle", "nugget", "nutmeg", "oak",
    "oasis", "ocean", "octopus", "olive", "onion", "opera", "orange", "orchid", "ostrich", "oyster",
    "palace", "panther", "paper", "parrot", "peacock", "pebble", "pelican", "pepper", "pirate",
    "planet", "plum", "pony", "poppy", "potato", "prairie", "pudding", "pumpkin", "puzzle",
    "pyramid", "quarry", "queen", "quilt", "rabbit", "radio", "raft", "rainbow", "raven", "ribbon",
    "river", "robin", "rocket", "saddle", "saffron", "salmon", "sandal", "satin", "scarf",
    "seagull", "shadow", "shelter", "silver", "skeleton", "snail", "spider", "squirrel", "statue",
    "sunset", "syrup", "tablet", "teapot", "temple", "thunder", "tiger", "toffee", "tomato",
    "trumpet", "tulip", "turtle", "umbrella", "unicorn", "valley", "vanilla", "velvet", "village",
    "violin", "volcano", "waffle", "walnut", "whistle", "willow", "window", "yogurt", "zebra",
    // clang-format on
};

}  // namespace

const std::array<std::string_view, 256>& check_words() { return kCheckWords; }

std::string check_phrase(const Ed25519PublicKey& key) {
  Sha256 hash;
  hash.update(as_bytes("viche check phrase 1\n")).update(key.bytes);
  const Bytes32 digest = hash.finish();
  std::string phrase;
  for (std::size_t i = 0; i < kPhraseWords; ++i) {
    if (i > 0) phrase += ' ';
    phrase += kCheckWords[digest[i]];
  }
  return phrase;
}

}  // namespace viche::app
