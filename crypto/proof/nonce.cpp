#include "crypto/proof/nonce.h"
