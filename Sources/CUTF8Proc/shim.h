#pragma once

#include <stdlib.h>
#include <utf8proc.h>

// What utf8proc allocates is freed with the C library's free.
static inline void ww_free(void *_Nullable pointer) { free(pointer); }
