/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The floor of a render: starts, reads the files it is given, folders with all
 * that is below them, and writes as many bytes as it is told.
 *
 *     floor BYTES [FILE|FOLDER]...
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char bytes[1 << 20];

static void read_file(const char *path)
{
    int file = open(path, O_RDONLY);
    ssize_t n = 1;

    while (file >= 0 && n > 0)
        n = read(file, bytes, sizeof(bytes));
    if (file < 0 || n < 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    close(file);
}

static void read_path(const char *path)
{
    struct stat info;
    struct dirent *entry;
    DIR *folder;

    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        read_file(path);
        return;
    }
    folder = opendir(path);
    if (folder == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    while ((entry = readdir(folder)) != NULL) {
        char below[4096];

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
        read_path(below);
    }
    closedir(folder);
}

int main(int argc, char **argv)
{
    size_t left = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;

    for (int i = 2; i < argc; i++)
        read_path(argv[i]);
    while (left > 0) {
        size_t part = left < sizeof(bytes) ? left : sizeof(bytes);
        ssize_t n = write(STDOUT_FILENO, bytes, part);

        if (n < 0) {
            perror("write");
            return EXIT_FAILURE;
        }
        left -= (size_t)n;
    }
    return EXIT_SUCCESS;
}
