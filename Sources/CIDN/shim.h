#pragma once

#include <idn2.h>

// The name in ASCII, to be freed with idn2_free; null for what can be no name. The twin of libcurl's own call, but for
// UTF-8 whatever the locale.
static inline char *_Nullable ww_idn_ascii(const char *name) {
    char *ascii = 0;
    return idn2_to_ascii_8z(name, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK ? ascii : 0;
}
