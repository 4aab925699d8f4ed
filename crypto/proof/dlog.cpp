#include "crypto/proof/dlog.h"
