#pragma once

#include <zlib.h>

// inflateInit2 is a macro. 16 more than the largest window asks for gzip's own header and check sum.
static inline int ww_inflate_gzip(z_stream *_Nonnull stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
