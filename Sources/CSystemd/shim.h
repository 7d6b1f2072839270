#pragma once

#include <sys/uio.h>
#include <systemd/sd-daemon.h>

// Otherwise every call carries the file and line of this header.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>
