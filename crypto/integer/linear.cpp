#include "crypto/integer/linear.h"
