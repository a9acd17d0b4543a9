/* Cuts the power of a file system: what it has not handed to its disk is gone.
 *
 * The file system's own call for tests does it, with the number that ext4 and XFS share. The
 * argument is a folder on it. `ready` is printed first; then the cut waits for a byte on standard
 * input, so that it comes in the very moment. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SHUTDOWN _IOR('X', 125, uint32_t)

int main(int count, char **arguments) {
    uint32_t without_flushing_the_log = 2;
    char byte;
    int folder = count > 1 ? open(arguments[1], O_RDONLY) : -1;
    if (folder < 0) return 1;
    puts("ready");
    fflush(stdout);
    if (read(0, &byte, 1) != 1) return 1;
    return ioctl(folder, SHUTDOWN, &without_flushing_the_log) ? 1 : 0;
}
