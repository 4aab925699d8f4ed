#pragma once
// The bodies of all statements.

#include "bulletin/log/ceremony_bodies.h"
#include "bulletin/log/roll_bodies.h"
#include "bulletin/log/tally_bodies.h"
