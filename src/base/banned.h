/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_BANNED_H
#define OMNI_BASE_BANNED_H

/*
 * Forced in front of every C file by the build: a call of one of these
 * functions of the C library does not compile.  They have no bound, keep
 * hidden state or follow the locale.  The headers that declare them are read
 * first.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OMNI_BANNED(name) name##_is_banned_see_base_banned_h

#undef strcpy
#define strcpy(...) OMNI_BANNED(strcpy)
#undef strcat
#define strcat(...) OMNI_BANNED(strcat)
#undef strncat
#define strncat(...) OMNI_BANNED(strncat)
#undef stpcpy
#define stpcpy(...) OMNI_BANNED(stpcpy)
#undef sprintf
#define sprintf(...) OMNI_BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) OMNI_BANNED(vsprintf)
#undef strtok
#define strtok(...) OMNI_BANNED(strtok)
#undef atoi
#define atoi(...) OMNI_BANNED(atoi)
#undef atol
#define atol(...) OMNI_BANNED(atol)
#undef atof
#define atof(...) OMNI_BANNED(atof)
#undef gmtime
#define gmtime(...) OMNI_BANNED(gmtime)
#undef localtime
#define localtime(...) OMNI_BANNED(localtime)
#undef ctime
#define ctime(...) OMNI_BANNED(ctime)
#undef asctime
#define asctime(...) OMNI_BANNED(asctime)
#undef setlocale
#define setlocale(...) OMNI_BANNED(setlocale)
#undef rand
#define rand(...) OMNI_BANNED(rand)
#undef srand
#define srand(...) OMNI_BANNED(srand)

#endif
