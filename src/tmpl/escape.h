/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_ESCAPE_H
#define OMNI_TMPL_ESCAPE_H

#include "tmpl/fn.h"

/* html, js and urlquery: the arguments printed as by print, then escaped. */
FnBody escape_html;
FnBody escape_js;
FnBody escape_urlquery;

#endif
