#include "CBuild.h"

const char *ww_commit(void) { return WW_COMMIT; }
