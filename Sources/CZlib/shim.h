#pragma once

#include <zlib.h>

// inflateInit2 is a macro. 16 more than the largest window asks for gzip's own header and check sum.
static inline int ww_inflate_gzip(z_stream *_Nonnull stream) { return inflateInit2(stream, 16 + MAX_WBITS); }

// 15 bits of window take zlib's own header, -15 a bare stream.
static inline int ww_inflate(z_stream *_Nonnull stream, int window_bits) { return inflateInit2(stream, window_bits); }
