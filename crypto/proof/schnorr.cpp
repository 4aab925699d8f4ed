#include "crypto/proof/schnorr.h"
