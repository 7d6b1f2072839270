#pragma once

// The commit that was built, abbreviated, `-dirty` behind it where files differed; empty where nobody said. See Package.swift.
const char *_Nonnull ww_commit(void);
