#include "crypto/proof/ed25519_sign.h"
