#include "crypto/proof/generators.h"
