#include "crypto/proof/sealed_box.h"
