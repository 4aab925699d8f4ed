#include "crypto/proof/chaum_pedersen.h"
